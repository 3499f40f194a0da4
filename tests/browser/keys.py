"""Someone who uses the keyboard alone."""

from datetime import date

from tests.browser.test_keyboard import FOCUSED, follow, press, write


def unbroken(text: str) -> str:
    """A text without the soft hyphens that long words may be broken at."""
    return text.replace("\N{SOFT HYPHEN}", "")


class Keys:
    """Presses keys, and counts them."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def reach(self, text: str) -> None:
        """Goes to what is called `text` with Tab, from what has the focus already."""
        focused = self.page.evaluate(FOCUSED)
        for _ in range(150):
            if focused and text in (unbroken(focused["text"]), focused["id"]):
                return
            focused = press(self.page, "Tab")
            self.pressed += 1
        raise AssertionError(f"{text} is not reached")

    def focused(self) -> dict:
        """What has the focus; a page gives it to a field of its choice when it has been drawn."""
        for _ in range(100):
            if found := self.page.evaluate(FOCUSED):
                return found
            self.page.wait_for_timeout(50)
        raise AssertionError("nothing has the focus")

    def press_on(self, text: str) -> None:
        self.reach(text)
        self.enter()

    def enter(self) -> None:
        follow(self.page)
        self.pressed += 1

    def choose(self, at: str, down: int) -> None:
        """Chooses in a list, so many steps below what is chosen."""
        self.reach(at)
        for _ in range(down):
            press(self.page, "ArrowDown")
        self.pressed += down

    def write_day(self, at: str, day: date) -> None:
        """Writes a day in a date field, whose parts stand in the order that the browser has."""
        self.reach(at)
        value = f"document.getElementById({at!r}).value"
        for order in ("%m%d%Y", "%Y%m%d"):
            write(self.page, day.strftime(order))
            self.pressed += 8
            if self.page.evaluate(value) == str(day):
                return
            press(self.page, "Shift+Tab", "Shift+Tab")
        raise AssertionError(f"{at} takes no day")

    def write(self, at: str, text: str) -> None:
        self.reach(at)
        write(self.page, text)
        self.pressed += len(text)
