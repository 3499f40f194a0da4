import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal import demo, demo_accounts

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
START_SECONDS = 30
STOP_SECONDS = 15
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """In a new child on Linux: be told to end when the parent is gone, killed or not, so that no
    forgotten server holds the port at the next start."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class _Ended(BaseException):
    """The person at the keyboard, or the system, asked the demo to end."""


class Command(BaseCommand):
    help = "Visar portalen med exempeldata på den egna datorn, tills du trycker Ctrl-C."
    # They need the database, and run with the migrations once it is there.
    requires_system_checks = []

    def add_arguments(self, parser):
        demo.add_arguments(parser)

    def handle(self, *, port, region, reset, **options):
        port = self._free_port(port)
        demo.checked_region(region)
        server = demo.demo_server()
        embedded = os.environ.get("DATABASE_URL") == server.url(demo.database_name(region))
        if reset and not embedded:
            raise CommandError(
                "RESET=1 tömmer bara den inbyggda databasen, men DATABASE_URL pekar på en annan. "
                "Ta bort DATABASE_URL ur miljön, eller töm den databasen själv."
            )
        for number in ENDING_SIGNALS:
            signal.signal(number, self._end)
        try:
            if embedded:
                self.stdout.write("Startar databasen …")
                if reset:
                    server.reset()
                server.start()
                server.create_database(demo.database_name(region))
            else:
                self.stdout.write("Använder databasen i DATABASE_URL.")
            demo.fill(region, self.stdout)
            self._serve(port)
        except _Ended:
            self.stdout.write("Avslutar …")
        finally:
            for number in ENDING_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            connection.close()
            server.stop()

    @staticmethod
    def _end(number, frame):
        raise _Ended

    @staticmethod
    def _free_port(given) -> int:
        if not given.isdecimal() or not 1 <= int(given) <= 65535:
            raise CommandError(f"PORT={given} går inte. Ange ett heltal från 1 till 65535.")
        port = int(given)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except PermissionError:
                raise CommandError(
                    f"Port {port} får bara root använda. Välj en annan, till exempel PORT=8000."
                ) from None
            except OSError:
                other = port + 1 if port < 65535 else demo.PORT
                raise CommandError(
                    f"Port {port} är upptagen av ett annat program. "
                    f"Välj en annan, till exempel PORT={other}."
                ) from None
        return port

    def _serve(self, port):
        # A session of its own: Ctrl-C reaches this process only, which then ends the child.
        child = subprocess.Popen(
            demo.granian_command(port), start_new_session=True, preexec_fn=end_with_parent
        )
        try:
            address = f"http://127.0.0.1:{port}/"
            self._wait_for_answer(child, address)
            self.stdout.write(f"Portalen finns på {address} – avsluta med Ctrl-C.")
            self.stdout.write(f"Logga in på {address}logga-in/:")
            for each in demo_accounts.sign_ins_there_are():
                self.stdout.write(f"  {each.username}, lösenord {each.password}: {each.purpose}")
            self.stdout.flush()
            code = child.wait()
            raise CommandError(f"Webbservern avslutades oväntat (kod {code}).")
        finally:
            for number in ENDING_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            child.terminate()
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()

    @staticmethod
    def _wait_for_answer(child, address):
        deadline = time.monotonic() + START_SECONDS
        while child.poll() is None:
            try:
                urllib.request.urlopen(address, timeout=START_SECONDS).close()
                return
            except urllib.error.HTTPError as error:
                error.close()
                return  # an error page is an answer; the log says what is wrong
            except OSError:
                if time.monotonic() > deadline:
                    raise CommandError(
                        f"Webbservern svarade inte inom {START_SECONDS} sekunder."
                    ) from None
                time.sleep(0.1)
        raise CommandError(f"Webbservern startade inte (kod {child.returncode}).")
