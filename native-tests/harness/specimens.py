#!/usr/bin/env python3
"""Writes specimens.inc: certificates and CRLs with every extension that the library reads, for the mutation tests.

They are kept as bytes, so that every run mutates the same ones: run this only to add one.
usage: specimens.py >specimens.inc
"""
import base64
import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID, ObjectIdentifier

BEGIN, END = datetime.datetime(2026, 1, 1), datetime.datetime(2049, 1, 1)
SERIALS = iter(range(0x1234567890ABCDEF, 0x1234567890ABCDEF + 1000))
URL = x509.UniformResourceIdentifier


def name(*parts):
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def certificate(subject, issuer, key, signer, extensions, **how):
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
               .serial_number(next(SERIALS)).not_valid_before(BEGIN).not_valid_after(END))
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signer, hashes.SHA256(), **how)


def authority(path_length):
    usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
    return [(x509.BasicConstraints(True, path_length), True), (usage, True)]


def pointers(key, issuer_key):
    return [(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False)]


def places(what):
    access = [x509.AccessDescription(AuthorityInformationAccessOID.OCSP, URL(f"http://127.0.0.1:9/{what}/ocsp")),
              x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, URL(f"http://127.0.0.1:9/{what}.cer"))]
    points = [x509.DistributionPoint([URL(f"http://127.0.0.1:9/{what}.crl")], None,
                                     frozenset([x509.ReasonFlags.key_compromise, x509.ReasonFlags.ca_compromise]), None),
              x509.DistributionPoint(None, x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.COMMON_NAME, "more")]),
                                     None, [x509.DirectoryName(ROOT)])]
    return [(x509.AuthorityInformationAccess(access), False), (x509.CRLDistributionPoints(points), False),
            (x509.FreshestCRL(points[:1]), False)]


def raw(oid, value, critical=False):
    return (x509.UnrecognizedExtension(ObjectIdentifier(oid), bytes.fromhex(value)), critical)


ROOT = name((NameOID.COUNTRY_NAME, "DE"), (NameOID.ORGANIZATION_NAME, "Specimens"), (NameOID.COMMON_NAME, "Root"))
CA = name((NameOID.COUNTRY_NAME, "DE"), (NameOID.ORGANIZATION_NAME, "Specimens"), (NameOID.COMMON_NAME, "Constrained CA \u00fc"))
LEAF = name((NameOID.DOMAIN_COMPONENT, "com"), (NameOID.DOMAIN_COMPONENT, "example"), (NameOID.ORGANIZATION_NAME, "Specimens"),
            (NameOID.EMAIL_ADDRESS, "leaf@example.com"), (NameOID.COMMON_NAME, "www.example.com"))

root_key, ca_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
rsa_key = rsa.generate_private_key(65537, 2048)

constraints = x509.NameConstraints(
    [x509.DNSName("example.com"), x509.RFC822Name("example.com"), URL(".example.com"), x509.DirectoryName(name((NameOID.DOMAIN_COMPONENT, "com"))),
     x509.IPAddress(ipaddress.ip_network("192.0.2.0/24")), x509.IPAddress(ipaddress.ip_network("2001:db8::/32"))],
    [x509.DNSName("not.example.com")])
policies = x509.CertificatePolicies([
    x509.PolicyInformation(ObjectIdentifier("1.3.6.1.4.1.99999.1"), [
        "https://example.com/cps", x509.UserNotice(x509.NoticeReference("Specimens", [1, 2, 300]), "notice \u00fc")]),
    x509.PolicyInformation(ObjectIdentifier("2.5.29.32.0"), None)])
alternatives = x509.SubjectAlternativeName([
    x509.DNSName("www.example.com"), x509.DNSName("*.example.com"), x509.RFC822Name("leaf@example.com"), URL("https://www.example.com/path?q#f"),
    x509.IPAddress(ipaddress.ip_address("192.0.2.1")), x509.IPAddress(ipaddress.ip_address("2001:db8::1")),
    x509.RegisteredID(ObjectIdentifier("1.2.3.4.5")), x509.DirectoryName(LEAF),
    x509.OtherName(ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), bytes.fromhex("0c0475736572"))])
purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.OCSP_SIGNING])

certificates = [
    certificate(ROOT, ROOT, root_key, root_key, authority(None) + pointers(root_key, root_key)),
    certificate(CA, ROOT, ca_key, root_key, authority(1) + pointers(ca_key, root_key) + places("ca") + [
        (constraints, True), (policies, False), (x509.PolicyConstraints(2, 1), True), (x509.InhibitAnyPolicy(3), True),
        # policyMappings: 1.3.6.1.4.1.99999.1 is 1.3.6.1.4.1.99999.2 below
        raw("2.5.29.33", "301a3018" + "060a2b06010401868d1f0001" + "060a2b06010401868d1f0002")]),
    certificate(LEAF, CA, leaf_key, ca_key, [
        (x509.BasicConstraints(False, None), True), (x509.KeyUsage(True, True, False, False, True, False, False, True, False), True)]
        + pointers(leaf_key, ca_key) + places("leaf") + [
        (alternatives, False), (x509.IssuerAlternativeName([x509.DNSName("ca.example.com")]), False), (purposes, False), (policies, False),
        (x509.TLSFeature([x509.TLSFeatureType.status_request]), False), (x509.OCSPNoCheck(), False),
        # application policies; CA version; a template; SCTs that are none
        raw("1.3.6.1.4.1.311.21.10", "300c300a06082b06010505070301"), raw("1.3.6.1.4.1.311.21.1", "020100"),
        raw("1.3.6.1.4.1.311.20.2", "1e0a00550073006500720073"), raw("1.3.6.1.4.1.11129.2.4.2", "04020000")]),
    certificate(name((NameOID.COMMON_NAME, "unknown and critical")), CA, leaf_key, ca_key, [raw("1.2.3.4.5.6", "3003020100", True)]),
    certificate(name((NameOID.COMMON_NAME, "RSA")), name((NameOID.COMMON_NAME, "RSA")), rsa_key, rsa_key, authority(0)),
    certificate(name((NameOID.COMMON_NAME, "PSS")), name((NameOID.COMMON_NAME, "PSS")), rsa_key, rsa_key,
                [(x509.AuthorityKeyIdentifier(b"\1\2\3\4", [x509.DirectoryName(ROOT)], 77), False)],
                rsa_padding=padding.PSS(padding.MGF1(hashes.SHA256()), 32)),
]


def crl(issuer, signer, revoked, extensions):
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer).last_update(BEGIN).next_update(END)
    for serial, entry_extensions in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(BEGIN)
        for extension, critical in entry_extensions:
            entry = entry.add_extension(extension, critical)
        builder = builder.add_revoked_certificate(entry.build())
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signer, hashes.SHA256())


leaf_serial = certificates[2].serial_number
compromised = [(x509.CRLReason(x509.ReasonFlags.key_compromise), False), (x509.InvalidityDate(BEGIN), False)]
own = [(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), False), (x509.CRLNumber(1234), False)]
scope = x509.IssuingDistributionPoint([URL("http://127.0.0.1:9/leaf.crl")], None, False, False,
                                      frozenset([x509.ReasonFlags.key_compromise]), True, False)
crls = [
    crl(CA, ca_key, [(7, []), (leaf_serial, compromised)], own),
    crl(CA, ca_key, [(7, [(x509.CRLReason(x509.ReasonFlags.remove_from_crl), False)])], own + [(x509.DeltaCRLIndicator(1200), True)]),
    crl(CA, ca_key, [(7, []), (leaf_serial, compromised + [(x509.CertificateIssuer([x509.DirectoryName(CA)]), True)])], own + [(scope, True)]),
    crl(ROOT, root_key, [], own + [(x509.FreshestCRL([x509.DistributionPoint([URL("http://127.0.0.1:9/delta.crl")], None, None, None)]), False)]),
]

print("/* Made by specimens.py. SPECIMEN(kind, number of bytes, Base64) */")
for kind, made in (("CERTIFICATE", certificates), ("CRL", crls)):
    for one in made:
        der = one.public_bytes(Encoding.DER)
        lines = [base64.b64encode(der).decode()[i:i + 116] for i in range(0, len(base64.b64encode(der)), 116)]
        print(f"SPECIMEN({kind}, {len(der)},\n" + "\n".join(f'    "{line}"' for line in lines) + ")")
