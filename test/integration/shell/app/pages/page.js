window.violations = []
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(event.effectiveDirective)
})
try {
  window.evaluated = (0, eval)('1')
} catch (error) {
  window.evaluated = error.name
}
window.ready = true
