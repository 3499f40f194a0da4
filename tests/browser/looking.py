"""Ways to look at a page in Chromium, and what is seen there."""

from urllib.parse import urlsplit

from playwright.sync_api import Error

from tests.browser.desk import sign_in

# Width and scheme; the first two differ in both.
COMBINATIONS = {
    "1280-light": {"color_scheme": "light", "forced_colors": "none"},
    "320-dark": {"color_scheme": "dark", "forced_colors": "none"},
    "1280-dark": {"color_scheme": "dark", "forced_colors": "none"},
    "320-light": {"color_scheme": "light", "forced_colors": "none"},
    "1280-forced": {"color_scheme": "light", "forced_colors": "active"},
    "320-forced": {"color_scheme": "dark", "forced_colors": "active"},
}
USUAL, OTHERS = list(COMBINATIONS)[:2], list(COMBINATIONS)[2:]
HEIGHT = {320: 640, 1280: 900}
NOTHING = "/livez"
WATCH_POLICY = """
  window.policyViolations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.policyViolations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


class Looker:
    """Opens the site's pages in contexts that are kept."""

    def __init__(self, browser, site: str):
        self.browser = browser
        self.site = site
        self.contexts = {}
        self.idle = {}

    def open(self, path: str, combination: str, **options):
        """A page of the site, loaded and looked at as the combination says, in a tab of its own.

        `options` are those of a Playwright context, and `signed_in`, the name of an account. The
        page gets the attributes `answer`, `seen_requests` and `seen_errors`.
        """
        return self.load(self.new_tab(options), path, combination)

    def visit(self, path: str, combination: str, **options):
        """As `open`, in a tab that earlier tests have left: a new one costs a window and a process,
        more than all else about a page. For tests that neither press keys nor set the tab up."""
        idle = self.idle.setdefault(key_of(options), [])
        page = self.load(idle.pop() if idle else self.new_tab(options), path, combination)
        page.left_to = idle
        return page

    def leave(self, page) -> None:
        """Let the next `visit` have the tab. What its page had going on ends."""
        try:
            page.mouse.move(-1, -1)
            page.goto(self.site + NOTHING)
        except Error:
            page.close()
        else:
            page.left_to.append(page)

    def new_tab(self, options: dict):
        page = self.context(options).new_page()
        page.on("request", lambda request: page.seen_requests.append(request.url))
        page.on("pageerror", lambda error: page.seen_errors.append(str(error)))
        page.on("console", lambda message: note(page, message))
        return page

    def load(self, page, path: str, combination: str):
        page.seen_requests, page.seen_errors = [], []
        page.emulate_media(media="null", reduced_motion="reduce")
        look_as(page, combination)
        page.answer = page.goto(self.site + path)
        return page

    def context(self, options: dict):
        key = key_of(options)
        if key not in self.contexts:
            options = dict(options)
            who = options.pop("signed_in", None)
            context = self.browser.new_context(
                locale="sv-SE",
                # Smooth scrolling would still go on when the page is measured.
                reduced_motion="reduce",
                **options,
            )
            context.set_default_timeout(15_000)
            context.add_init_script(WATCH_POLICY)
            if who:
                sign_in(context, self.site, who)
            self.contexts[key] = context
        return self.contexts[key]

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


def key_of(options: dict) -> tuple:
    return tuple(sorted(options.items()))


def look_as(page, combination: str) -> None:
    """Give the page the width and the colours of a combination."""
    width = int(combination.split("-")[0])
    page.set_viewport_size({"width": width, "height": HEIGHT[width]})
    page.emulate_media(**COMBINATIONS[combination])


def focused_by_page(page) -> str:
    """The class, else the id, of what the page itself gives the focus, which it does when it has
    been drawn; "" when it gives it to nothing."""
    for _ in range(60):
        if found := page.evaluate(
            "((each) => each === document.body ? '' : each.className || each.id)"
            "(document.activeElement)"
        ):
            return found
        page.wait_for_timeout(50)
    return ""


def note(page, message) -> None:
    """Keep a console message of weight, except that the page itself answered with a fault."""
    own_status = message.text.startswith("Failed to load resource") and (
        message.location["url"] == page.url
    )
    if message.type in ("error", "warning") and not own_status:
        page.seen_errors.append(f"{message.type}: {message.text}")


def foreign_requests(page, site: str) -> list[str]:
    """The addresses of other hosts that the page has asked."""
    own = urlsplit(site).netloc
    return [each for each in page.seen_requests if urlsplit(each).netloc != own]


def sideways(page) -> list[str]:
    """What makes the page wider than its window: elements that stand out, if it scrolls."""
    return page.evaluate("""() => {
      const width = document.documentElement.clientWidth;
      if (document.scrollingElement.scrollWidth <= width) return [];
      return [...document.body.querySelectorAll("*")]
        .filter((each) => each.getBoundingClientRect().right > width + 0.5)
        .map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 40)}`)
        .slice(0, 10).concat([`bredd ${document.scrollingElement.scrollWidth} i ${width}`]);
    }""")


def lost_text(page) -> list[str]:
    """Text that is cut off, lies outside the page or on top of other text."""
    return page.evaluate("""() => {
      const lost = [];
      const said = (node) => node.textContent.trim().slice(0, 40);
      const seen = (element) => element.checkVisibility({visibilityProperty: true})
        && !element.closest(
          ".visually-hidden, .register thead, .posts thead, .desk-table thead, svg, option");
      for (const each of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(each);
        const cuts = /hidden|clip|auto|scroll/.test(style.overflowX + style.overflowY);
        if (!cuts || !seen(each) || !each.textContent.trim()) continue;
        if (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
          lost.push(`avhuggen: ${each.tagName}.${each.className} ${said(each)}`);
      }
      const width = document.documentElement.clientWidth;
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const boxes = [];
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.data.trim() || !seen(node.parentElement)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
          if (box.width < 2) continue;
          if (box.left < -0.5 || box.right > width + 0.5) lost.push(`utanför: ${said(node)}`);
          // The middle of the line: tight headings may let tall letters meet.
          const third = box.height * 0.3;
          boxes.push({node, left: box.left, right: box.right,
                      top: box.top + third, bottom: box.bottom - third});
        }
      }
      boxes.sort((a, b) => a.top - b.top);
      boxes.forEach((a, at) => {
        for (let next = at + 1; next < boxes.length && boxes[next].top < a.bottom; next++) {
          const b = boxes[next];
          if (a.node !== b.node && a.left < b.right - 1 && b.left < a.right - 1)
            lost.push(`ovanpå: ${said(a.node)} / ${said(b.node)}`);
        }
      });
      // What stands in a field has no box of its own. A text field scrolls, and may be full.
      for (const field of document.querySelectorAll("input:not([type=text]), select, button"))
        if (seen(field) && (field.scrollWidth > field.clientWidth + 1
            || field.scrollHeight > field.clientHeight + 1))
          lost.push(`avhuggen: ${field.tagName} ${field.name}`);
      return [...new Set(lost)].slice(0, 10);
    }""")


def faint_in_forced_colours(page) -> list[str]:
    """Text and shapes that the reader's own colours do not set apart from what lies behind.

    For forced colours only: axe reads the colour that the style sheet asks for, not the forced one.
    """
    return page.evaluate("""() => {
      const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
      const light = ([red, green, blue]) => [red, green, blue]
        .map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
      const behind = (element) => {
        for (let each = element; each; each = each.parentElement) {
          const ground = parts(getComputedStyle(each).backgroundColor);
          if (ground.length < 4 || ground[3] === 1) return ground;
        }
        return parts(getComputedStyle(document.documentElement).getPropertyValue("color-scheme")
          .startsWith("dark") ? "rgb(0 0 0)" : "rgb(255 255 255)");
      };
      const faint = [];
      for (const each of document.body.querySelectorAll("*")) {
        const shape = each.matches("svg > *");
        const text = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!(shape || text) || !each.checkVisibility({visibilityProperty: true})) continue;
        const style = getComputedStyle(each);
        const colour = !shape ? style.color : style.fill === "none" ? style.stroke : style.fill;
        const [a, b] = [light(parts(colour)), light(behind(each))].sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < (shape ? 3 : 4.5))
          faint.push(`${each.tagName}.${each.className} ${colour}: ${each.textContent.trim()}`);
      }
      return [...new Set(faint)].slice(0, 10);
    }""")
