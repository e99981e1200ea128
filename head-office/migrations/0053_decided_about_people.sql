-- What was decided about somebody is found by person and month, wherever he or she worked then.
create index assessment_exemption_by_person on assessment_exemption (staff_id, month);
create index assessment_correction_by_person on assessment_correction (staff_id, month);
create index assessment_module_correction_by_person on assessment_module_correction (staff_id, month);
