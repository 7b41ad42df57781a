"""Commands by SSH (paramiko): to the address that was judged, to the machine whose key is pinned."""

import base64
import hashlib
import io

import paramiko

from watchkeep.duty.connections.jobs.carrying import MOST_BYTES, Job
from watchkeep.duty.connections.life.carrying import End, Outcome
from watchkeep.duty.connections.rules.actions.commanding import SshCommand
from watchkeep.duty.connections.rules.settings import Ssh
from watchkeep.kernel import outgoing

_RSA = ("rsa-sha2-512", "rsa-sha2-256")
_KEYS: tuple[type[paramiko.PKey], ...] = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


class CannotSignIn(Exception):  # noqa: N818  # it is what it says
    """The machine is another one, or does not let us in; the message says which."""


def carry_out(job: Job) -> Outcome:
    """Run the program and keep what it prints; its exit code decides."""
    assert isinstance(job.action, SshCommand)  # noqa: S101  # the library says so
    return _run(job, job.action.line)


def probe(job: Job) -> Outcome:
    """Sign in and do nothing."""
    return _run(job, "true")


def _run(job: Job, line: str) -> Outcome:
    try:
        transport = _signed_in(job)
    except (CannotSignIn, paramiko.SSHException) as error:
        return Outcome(End.FAILED, why=str(error) or type(error).__name__)
    try:
        return _exec(job, transport, line)
    finally:
        transport.close()


def _exec(job: Job, transport: paramiko.Transport, line: str) -> Outcome:
    channel = transport.open_session(timeout=job.deadline.left)
    channel.settimeout(job.deadline.left)
    channel.set_combine_stderr(True)
    channel.exec_command(line)
    channel.shutdown_write()
    output = _read(channel)
    code = channel.recv_exit_status()
    text = output.decode(errors="replace")
    if code == 0:
        return Outcome(End.SUCCEEDED, output=text, result={"exit_code": 0})
    why = f"Exit code {code}." if code > 0 else "The machine gave no exit code."
    return Outcome(End.FAILED, output=text, why=why, result={"exit_code": code})


def _read(channel: paramiko.Channel) -> bytes:
    """The beginning of what it prints. The rest is read and let go, so that the program can end."""
    kept = bytearray()
    while chunk := channel.recv(32_768):
        kept += chunk[: max(0, MOST_BYTES - len(kept))]
    return bytes(kept)


def _signed_in(job: Job) -> paramiko.Transport:
    settings = job.settings
    assert isinstance(settings, Ssh)  # noqa: S101  # the library says so
    transport = paramiko.Transport(outgoing.dial(settings.host, settings.port, job.allowed, job.deadline.left))
    job.deadline.cuts(transport.close)
    transport.banner_timeout = transport.handshake_timeout = transport.auth_timeout = job.deadline.left
    try:
        _prove(transport, settings, job.deadline.left)
        if settings.key:
            transport.auth_publickey(settings.user, _key(settings))
        else:
            transport.auth_password(settings.user, settings.password)
    except paramiko.AuthenticationException as error:
        transport.close()
        raise CannotSignIn("The machine does not let us in with this user and key or password.") from error
    except BaseException:
        transport.close()
        raise
    return transport


def _prove(transport: paramiko.Transport, settings: Ssh, seconds: float) -> None:
    """Let nothing but the pinned key be this machine."""
    if settings.pinned is None:
        raise CannotSignIn("No key is pinned.")
    kind, pinned = settings.pinned
    options = transport.get_security_options()
    wanted = _RSA if kind == "ssh-rsa" else (kind,)
    options.key_types = [name for name in options.key_types if name in wanted]
    try:
        transport.start_client(timeout=seconds)
    except paramiko.SSHException as error:
        raise CannotSignIn(f"No connection was made: {error}") from error
    shown = transport.get_remote_server_key()
    if shown.asbytes() != base64.b64decode(pinned):
        mark = base64.b64encode(hashlib.sha256(shown.asbytes()).digest()).decode().rstrip("=")
        raise CannotSignIn(f"Another machine answers under this name; its key is SHA256:{mark}.")


def _key(settings: Ssh) -> paramiko.PKey:
    for kind in _KEYS:
        try:
            return kind.from_private_key(io.StringIO(settings.key.strip() + "\n"), settings.passphrase or None)
        except (paramiko.SSHException, ValueError, IndexError):
            continue
    raise CannotSignIn("The private key cannot be read: it is of another kind, or its passphrase is wrong.")
