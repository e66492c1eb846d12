using System.Globalization;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Staple32.Certificates;

namespace Staple32.Tests.Pki;

/// <summary>
/// A certificate with its key, made by BouncyCastle, that can issue further ones:
/// <code>
/// TestCertificate root = TestCertificate.SelfSigned(new() { Subject = "CN=Root", IsAuthority = true });
/// TestCertificate leaf = root.Issue(new() { Subject = "CN=www.example.com", OcspUrls = ["http://ocsp.example/"] });
/// </code>
/// <see cref="Encoded"/> is the DER, <see cref="Parsed"/> the product's view of it. Nothing stops a test from letting a leaf
/// issue, from signing with MD5, or from issuing what no authority would.
/// </summary>
public sealed class TestCertificate
{
    private Certificate? _parsed;

    private TestCertificate(byte[] encoded, TestKey key, byte[] subject, byte[] serial)
    {
        Encoded = encoded;
        Key = key;
        Subject = subject;
        Serial = serial;
    }

    public byte[] Encoded { get; }

    public TestKey Key { get; }

    /// <summary>The encoded Name.</summary>
    public byte[] Subject { get; }

    /// <summary>Contents octets.</summary>
    public byte[] Serial { get; }

    public Certificate Parsed => _parsed ??= Certificate.Parse(Encoded);

    public static TestCertificate SelfSigned(CertificateSpec spec) => Make(spec, null);

    /// <summary>A certificate around any SubjectPublicKeyInfo, also one that is no key; <see cref="Key"/> only signs it.</summary>
    public static TestCertificate WithKey(byte[] publicKeyInfo, TestKey signer) => Make(new CertificateSpec { Key = signer }, null, publicKeyInfo);

    /// <summary>A certificate signed with this one's key and in its name.</summary>
    public TestCertificate Issue(CertificateSpec spec) => Make(spec, this);

    private static TestCertificate Make(CertificateSpec spec, TestCertificate? issuer, byte[]? publicKeyInfo = null)
    {
        TestKey key = spec.Key ?? TestKey.Of(KeyKind.P256, spec.IsAuthority ? spec.Subject : "leaf");
        TestKey signer = issuer?.Key ?? key;
        byte[] subject = spec.SubjectEncoded ?? EncodeName(spec.Subject);
        byte[] serial = spec.Serial ?? RandomSerial();
        string algorithm = spec.SignatureAlgorithm ?? signer.DefaultAlgorithm;
        Asn1Encodable identifier = TestSignature.Identifier(algorithm);

        var toBeSigned = new DerSequence(
            new DerTaggedObject(true, 0, new DerInteger(BigInteger.Two)),
            new DerInteger(serial),
            identifier,
            Asn1Object.FromByteArray(issuer?.Subject ?? subject),
            new DerSequence(EncodeTime(spec.NotBefore), EncodeTime(spec.NotAfter)),
            Asn1Object.FromByteArray(subject),
            Asn1Object.FromByteArray(publicKeyInfo ?? key.PublicKeyInfo),
            new DerTaggedObject(true, 3, TestExtensions.Encode(TestExtensions.For(spec, key, signer))));
        byte[] signature = TestSignature.Sign(algorithm, signer.Private, toBeSigned.GetDerEncoded());
        byte[] encoded = new DerSequence(toBeSigned, identifier, new DerBitString(signature)).GetDerEncoded();
        return new TestCertificate(encoded, key, subject, serial);
    }

    private static byte[] EncodeName(string name) => name.Length == 0 ? [0x30, 0x00] : new X509Name(name).GetDerEncoded();

    private static byte[] RandomSerial()
    {
        byte[] serial = SecureRandom.GetNextBytes(new SecureRandom(), 16);
        serial[0] = (byte)(0x40 | (serial[0] & 0x3F));
        return serial;
    }

    private static Asn1Encodable EncodeTime(DateTimeOffset time) => time.Year is >= 1950 and < 2050
        ? new DerUtcTime(time.UtcDateTime.ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture))
        : new DerGeneralizedTime(time.UtcDateTime.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture));
}
