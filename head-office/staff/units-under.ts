/** SQL of a table `below`: every unit at or below those in which the person `$1` has a role. */
export const unitsUnder = (role: 'line_manager' | 'risk_officer') => `
  with recursive below as (
    select r.org_unit_id as id from staff_role r
    where r.staff_id = $1 and r.role = '${role}'
    union
    select u.id from org_unit u join below on u.parent_id = below.id
  )`
