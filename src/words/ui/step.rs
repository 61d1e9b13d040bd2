//! Steps of rules and play lists.

messages! {
    remove(number: usize) = "Remove step {number}";
    move_up(number: usize) = "Move step {number} up";
    move_down(number: usize) = "Move step {number} down";
}
