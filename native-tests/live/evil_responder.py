"""An OCSP responder that answers as it is told, for 04-evil.sh.

    evil_responder.py DIR

Asked at /NAME, it answers about DIR/NAME.pem whatever the request says, in the way that DIR/NAME.mode names, and adds
that way as a line to DIR/NAME.requests. Signs with DIR/responder.pem. Listens on a free loopback port and prints it.
"""
import datetime
import pathlib
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

OCSP_TYPE = "application/ocsp-response"
HTML = b"<html><body>Please log in to the airport's network.</body></html>"
directory = pathlib.Path(sys.argv[1])


def certificate(name):
    return x509.load_pem_x509_certificate((directory / f"{name}.pem").read_bytes())


def key(name):
    return serialization.load_pem_private_key((directory / f"{name}.key").read_bytes(), None)


def respond(leaf, status=ocsp.OCSPCertStatus.GOOD, age=60, life=120, signer=None):
    """A response that began `age` seconds ago and lives for `life` seconds in all."""
    now = datetime.datetime.utcnow().replace(microsecond=0)
    begin = now - datetime.timedelta(seconds=age)
    signing_certificate, signing_key = signer or (certificate("responder"), key("responder"))
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=leaf, issuer=certificate("intermediate"), algorithm=hashes.SHA1(), cert_status=status,
        this_update=begin, next_update=begin + datetime.timedelta(seconds=life), revocation_time=None, revocation_reason=None)
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, signing_certificate).certificates([signing_certificate])
    return builder.sign(signing_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def rogue_signer():
    """A self-signed certificate that has everything a delegated responder needs, but not from this CA."""
    own_key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Rogue OCSP Responder")])
    now = datetime.datetime.utcnow()
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(own_key.public_key())
    builder = builder.serial_number(7).not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=9))
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
    return builder.sign(own_key, hashes.SHA256()), own_key


def flipped_signature(leaf):
    """The signature lies between the signed part and the certificates: find it by parsing, flip its last octet."""
    response = respond(leaf)
    signature = ocsp.load_der_ocsp_response(response).signature
    at = response.index(signature) + len(signature) - 1
    return response[:at] + bytes([response[at] ^ 1]) + response[at + 1:]


ANSWERS = {
    "good": lambda leaf: (200, OCSP_TYPE, respond(leaf)),
    "wrong-signature": lambda leaf: (200, OCSP_TYPE, flipped_signature(leaf)),
    "wrong-serial": lambda leaf: (200, OCSP_TYPE, respond(certificate("other"))),
    "expired": lambda leaf: (200, OCSP_TYPE, respond(leaf, age=7200, life=3600)),
    "try-later": lambda leaf: (200, OCSP_TYPE, ocsp.OCSPResponseBuilder.build_unsuccessful(
        ocsp.OCSPResponseStatus.TRY_LATER).public_bytes(serialization.Encoding.DER)),
    "html": lambda leaf: (200, "text/html", HTML),
    "html-as-ocsp": lambda leaf: (200, OCSP_TYPE, HTML),
    "rogue-signer": lambda leaf: (200, OCSP_TYPE, respond(leaf, signer=rogue_signer())),
    "unknown": lambda leaf: (200, OCSP_TYPE, respond(leaf, status=ocsp.OCSPCertStatus.UNKNOWN)),
    "http-500": lambda leaf: (500, "text/plain", b"out of order"),
    "empty": lambda leaf: (200, OCSP_TYPE, b""),
}


class Responder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name = self.path.split("/")[1]
        mode = (directory / f"{name}.mode").read_text().strip()
        status, media_type, body = ANSWERS[mode](certificate(name))
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        with open(directory / f"{name}.requests", "a") as requests:
            requests.write(mode + "\n")

    do_GET = do_POST = answer

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Responder)
print(f"port={server.server_port}", flush=True)
server.serve_forever()
