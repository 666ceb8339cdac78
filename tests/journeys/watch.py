"""What a browser complains of while somebody uses the site."""

import re

# Loaded before anything of the page, so nothing the policy stops goes unheard.
LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("policy: " + event.effectiveDirective + " " + event.blockedURI));
"""
# The browser notes each answer that is not 200, and these our pages are made for; htmx notes when
# it lets go of a request nobody waits for any more, because one typed on or went to another page.
FORESEEN = re.compile(
    r"Failed to load resource: .* status of (403|404|405|409|422) |htmx:(afterRequest|sendAbort), "
)


class Watch:
    """Collects what the console, failed scripts and the security policy say in one context."""

    def __init__(self, context):
        self.context, self.complaints = context, []
        context.add_init_script(LISTEN)
        context.on("console", self._console)
        context.on("weberror", lambda failed: self.complaints.append(f"script: {failed.error}"))

    def _console(self, message):
        loading = message.text.startswith("Failed to load resource")
        a_file_of_ours = loading and "/static/" in message.location["url"]
        if a_file_of_ours or not FORESEEN.match(message.text):
            self.complaints.append(f"{message.type}: {message.text}")
