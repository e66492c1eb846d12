#!/usr/bin/env python3
"""Made certificates.inc, which is checked in: the same bytes for both sides of the comparison, today and next year.

    ./make-certificates.py >certificates.inc        (python3-cryptography)

Keys are thrown away, so a second run makes other bytes, and with them other hashes in the lines that are compared.
"""
import base64
import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.name import _ASN1Type as Kind
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import ExtendedKeyUsageOID as Usage
from cryptography.x509.oid import NameOID as Oid

START, END = datetime.datetime(2020, 1, 1), datetime.datetime(2045, 1, 1)
SHA256 = hashes.SHA256()


def name(*rdns):
    """Each argument is one RDN: (oid, text[, kind]) or a list of those."""
    parts = []
    for rdn in rdns:
        attributes = rdn if isinstance(rdn, list) else [rdn]
        parts.append(x509.RelativeDistinguishedName([x509.NameAttribute(a[0], a[1], *a[2:], _validate=False) for a in attributes]))
    return x509.Name(parts)


def certificate(subject, issuer, key, signer, serial, *extensions, start=START, end=END):
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
               .serial_number(serial).not_valid_before(start).not_valid_after(end))
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signer, SHA256)


def crl(issuer, signer, entries, *extensions, start=START, end=END):
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer).last_update(start).next_update(end)
    for serial, *reasons in entries:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(datetime.datetime(2021, 2, 3, 4, 5, 6))
        for reason in reasons:
            entry = entry.add_extension(reason, False)
        builder = builder.add_revoked_certificate(entry.build())
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signer, SHA256)


def usage(sign=False, certificates=False):
    return x509.KeyUsage(sign, False, sign, False, False, certificates, certificates, False, False), True


def identified(key):
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False


def authority(key):
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), False


root_key, leaf_key = rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 2048)
ca_key, renewed_key, other_key, odd_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(4))
root_name = name((Oid.COUNTRY_NAME, "DE", Kind.PrintableString), (Oid.ORGANIZATION_NAME, "Staple32 compare", Kind.PrintableString),
                 (Oid.COMMON_NAME, "Compare Root", Kind.PrintableString))
ca_name = name((Oid.ORGANIZATION_NAME, "Staple32 compare"), (Oid.COMMON_NAME, "Compare CA"))
leaf_name = name((Oid.COUNTRY_NAME, "DE", Kind.PrintableString), (Oid.STATE_OR_PROVINCE_NAME, "Bayern"), (Oid.LOCALITY_NAME, "Fürth"),
                 (Oid.ORGANIZATION_NAME, "Staple32, compare"), (Oid.ORGANIZATIONAL_UNIT_NAME, "first"),
                 (Oid.ORGANIZATIONAL_UNIT_NAME, "second"), (Oid.COMMON_NAME, "www.example.com"),
                 (Oid.EMAIL_ADDRESS, "mail@example.com", Kind.IA5String))
odd_name = name(
    [(Oid.COMMON_NAME, "two values"), (Oid.SERIAL_NUMBER, "4711", Kind.PrintableString)],
    (Oid.ORGANIZATION_NAME, 'quoted "text"'), (Oid.ORGANIZATION_NAME, " leading space"), (Oid.ORGANIZATION_NAME, "trailing space "),
    (Oid.ORGANIZATION_NAME, "a+b"), (Oid.ORGANIZATION_NAME, "a;b"), (Oid.ORGANIZATION_NAME, "a=b"), (Oid.ORGANIZATION_NAME, "a\nb"),
    (Oid.ORGANIZATION_NAME, "a<b>c"), (Oid.ORGANIZATION_NAME, "#abc"), (Oid.ORGANIZATION_NAME, "back\\slash"), (Oid.ORGANIZATION_NAME, ""),
    (Oid.ORGANIZATIONAL_UNIT_NAME, "été", Kind.BMPString), (Oid.ORGANIZATIONAL_UNIT_NAME, "t61", Kind.T61String),
    (Oid.ORGANIZATIONAL_UNIT_NAME, "\U00010348", Kind.UTF8String), (Oid.DOMAIN_COMPONENT, "example", Kind.IA5String),
    (Oid.GIVEN_NAME, "Ada"), (Oid.SURNAME, "L."), (Oid.TITLE, "Dr"), (Oid.STREET_ADDRESS, "1 Road"),
    (x509.ObjectIdentifier("1.2.3.4.5"), "unknown attribute"))

made = {
    "root": certificate(root_name, root_name, root_key, root_key, 0x1000,
                        (x509.BasicConstraints(True, None), True), usage(certificates=True), identified(root_key)),
    "ca": certificate(ca_name, root_name, ca_key, root_key, 0x2000,
                      (x509.BasicConstraints(True, 0), True), usage(certificates=True), identified(ca_key), authority(root_key)),
    "leaf": certificate(leaf_name, ca_name, leaf_key, ca_key, 0x00F1E2D3C4B5A6978877,
                        (x509.BasicConstraints(False, None), True), usage(sign=True), identified(leaf_key), authority(ca_key),
                        (x509.ExtendedKeyUsage([Usage.SERVER_AUTH, Usage.CLIENT_AUTH]), False),
                        (x509.SubjectAlternativeName([
                            x509.DNSName("www.example.com"), x509.DNSName("*.example.org"), x509.RFC822Name("san@example.com"),
                            x509.IPAddress(ipaddress.ip_address("192.0.2.1")), x509.UniformResourceIdentifier("https://example.com/x"),
                            x509.OtherName(x509.ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), b"\x0c\x0bupn@example")]), False),
                        (x509.AuthorityInformationAccess([
                            x509.AccessDescription(Access.OCSP, x509.UniformResourceIdentifier("http://ocsp.example.com/"))]), False),
                        (x509.CRLDistributionPoints([x509.DistributionPoint(
                            [x509.UniformResourceIdentifier("http://crl.example.com/ca.crl")], None, None, None)]), False),
                        (x509.TLSFeature([x509.TLSFeatureType.status_request]), False)),
    # The leaf once more: with another key and a later beginning.
    "renewed": certificate(leaf_name, ca_name, renewed_key, ca_key, 0x7001,
                           usage(sign=True), identified(renewed_key), authority(ca_key), start=datetime.datetime(2024, 1, 1)),
    # The leaf's issuer and serial number in another certificate, of later beginning: a CA must not do that.
    "twin": certificate(name((Oid.COMMON_NAME, "twin")), ca_name, other_key, ca_key, 0x00F1E2D3C4B5A6978877,
                        usage(sign=True), start=datetime.datetime(2023, 1, 1)),
    # The same serial number and subject under another issuer; expired; for signing code.
    "other": certificate(leaf_name, root_name, other_key, root_key, 0x7001,
                         (x509.ExtendedKeyUsage([Usage.CODE_SIGNING]), True), end=datetime.datetime(2022, 1, 1)),
    # No extension at all, so without a key identifier; issued by itself.
    "odd": certificate(odd_name, odd_name, odd_key, odd_key, 0x7F),
}
crls = {
    "crl": crl(ca_name, ca_key, [(0x00F1E2D3C4B5A6978877, x509.CRLReason(x509.ReasonFlags.key_compromise)), (0x99,)],
               authority(ca_key), (x509.CRLNumber(5), False)),
    "newer": crl(ca_name, ca_key, [(0x99,)], authority(ca_key), (x509.CRLNumber(6), False), start=datetime.datetime(2024, 1, 1)),
    "delta": crl(ca_name, ca_key, [(0x7001, x509.CRLReason(x509.ReasonFlags.certificate_hold))], authority(ca_key),
                 (x509.CRLNumber(7), False), (x509.DeltaCRLIndicator(5), True), start=datetime.datetime(2024, 2, 1)),
    "roots": crl(root_name, root_key, [], authority(root_key), (x509.CRLNumber(1), False), end=datetime.datetime(2021, 1, 1)),
    "bare": crl(ca_name, ca_key, []),
}

print("/* Made by make-certificates.py: ITEM(name, base64) */")
for what, thing in list(made.items()) + list(crls.items()):
    text = base64.b64encode(thing.public_bytes(Encoding.DER)).decode()
    lines = "\n".join(f'    "{text[i:i + 120]}"' for i in range(0, len(text), 120))
    print(f"{'CERTIFICATE' if what in made else 'CRL'}({what},\n{lines})")
