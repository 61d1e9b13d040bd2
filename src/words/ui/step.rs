//! Steps of rules and play lists.

messages! {
    add = "Add step";
    add_hint = "One more step, after the others";
    add_action(action: &str) = "Add step: {action}";
    step(number: usize) = "Step {number}";
    step_wait(number: usize) = "Step {number} wait";
    fields(number: usize) = "Fields for step {number}";
    remove(number: usize) = "Remove step {number}";
    move_up(number: usize) = "Move step {number} up";
    move_down(number: usize) = "Move step {number} down";
}
