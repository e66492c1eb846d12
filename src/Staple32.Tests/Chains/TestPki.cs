using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Staple32.Certificates;

namespace Staple32.Tests.Chains;

/// <summary>How a test certificate points at its issuer.</summary>
internal enum Pointer
{
    KeyIdentifier,
    IssuerAndSerial,
    WrongKeyIdentifier,
    None,
}

/// <summary>What a test certificate is to look like; each test changes what it is about.</summary>
internal sealed class Spec
{
    public required string Name { get; set; }

    /// <summary>The encoded name, if <see cref="Name"/> cannot say it.</summary>
    public byte[]? EncodedName { get; set; }

    /// <summary>The issuer's name as the certificate has it, if it is not the issuer's subject octet for octet.</summary>
    public byte[]? EncodedIssuerName { get; set; }

    public TestCertificate? Issuer { get; set; }

    public AsymmetricAlgorithm? Key { get; set; }

    /// <summary>Signs in place of the issuer's key.</summary>
    public AsymmetricAlgorithm? SigningKey { get; set; }

    public DateTimeOffset NotBefore { get; set; } = TestPki.Now.AddYears(-1);

    public DateTimeOffset NotAfter { get; set; } = TestPki.Now.AddYears(1);

    public bool? IsAuthority { get; set; }

    public int? PathLength { get; set; }

    public X509KeyUsageFlags? KeyUsage { get; set; }

    public string[]? Usages { get; set; }

    /// <summary>Where the issuer's certificate is said to be (AIA, id-ad-caIssuers).</summary>
    public string[]? IssuerUrls { get; set; }

    public HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA256;

    public Pointer Pointer { get; set; } = Pointer.KeyIdentifier;

    public bool HasSubjectKeyIdentifier { get; set; } = true;

    public byte[]? Serial { get; set; }

    public List<X509Extension> Extensions { get; } = [];
}

/// <summary>A certificate with the key that belongs to it.</summary>
internal sealed class TestCertificate(Certificate certificate, AsymmetricAlgorithm key, AsymmetricAlgorithm? issuerKey = null)
{
    public Certificate Certificate { get; } = certificate;

    public AsymmetricAlgorithm Key { get; } = key;

    /// <summary>The key that signed it.</summary>
    public AsymmetricAlgorithm IssuerKey { get; } = issuerKey ?? key;
}

/// <summary>
/// A certificate authority for tests, made with the framework's own encoder so that the product never reads what it
/// wrote itself.
/// </summary>
internal static class TestPki
{
    private static int s_serial;

    public static DateTimeOffset Now { get; } = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>One for all tests that want RSA: making one takes long.</summary>
    public static RSA Rsa { get; } = RSA.Create(2048);

    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static TestCertificate Root(string name, Action<Spec>? change = null) =>
        Issue(name, null, spec =>
        {
            spec.IsAuthority = true;
            spec.KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;
            spec.Pointer = Pointer.None;
            change?.Invoke(spec);
        });

    public static TestCertificate Authority(string name, TestCertificate issuer, Action<Spec>? change = null) =>
        Issue(name, issuer, spec =>
        {
            spec.IsAuthority = true;
            spec.KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;
            change?.Invoke(spec);
        });

    public static TestCertificate Leaf(string name, TestCertificate issuer, Action<Spec>? change = null) =>
        Issue(name, issuer, spec =>
        {
            spec.KeyUsage = X509KeyUsageFlags.DigitalSignature;
            change?.Invoke(spec);
        });

    private static TestCertificate Issue(string name, TestCertificate? issuer, Action<Spec> change)
    {
        var spec = new Spec { Name = name, Issuer = issuer };
        change(spec);
        AsymmetricAlgorithm key = spec.Key ?? NewKey();
        CertificateRequest request = key is RSA rsa
            ? new CertificateRequest(NameOf(spec), rsa, spec.Hash, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(NameOf(spec), (ECDsa)key, spec.Hash);
        AddExtensions(request, spec);

        X500DistinguishedName issuerName = (spec.EncodedIssuerName, spec.Issuer) switch
        {
            ({ } encoded, _) => new X500DistinguishedName(encoded),
            (null, { } issuing) => new X500DistinguishedName(issuing.Certificate.Subject.Span),
            _ => request.SubjectName,
        };
        byte[] serial = spec.Serial ?? BitConverter.GetBytes(Interlocked.Increment(ref s_serial) + 0x1000_0000);
        AsymmetricAlgorithm issuerKey = spec.SigningKey ?? spec.Issuer?.Key ?? key;
        using X509Certificate2 made = request.Create(issuerName, new TestSigner(issuerKey), spec.NotBefore, spec.NotAfter, serial);
        return new TestCertificate(Certificate.Parse(made.RawData), key, issuerKey);
    }

    /// <summary>
    /// As many certificates that differ in nothing but the serial number; only the first one's signature is right. For
    /// crowds, since signing thousands takes long.
    /// </summary>
    public static IEnumerable<TestCertificate> Crowd(TestCertificate first, int count)
    {
        yield return first;

        // The last two octets: the first ones decide whether the number is encoded minimally.
        ReadOnlySpan<byte> serial = first.Certificate.SerialNumber.Span;
        int offset = first.Certificate.Encoded.Span.IndexOf(serial) + serial.Length - 2;
        for (int i = 1; i < count; i++)
        {
            byte[] encoded = first.Certificate.Encoded.ToArray();
            encoded[offset] ^= (byte)(i >> 8);
            encoded[offset + 1] ^= (byte)(i & 0xFF);
            yield return new TestCertificate(Certificate.Parse(encoded), first.Key);
        }
    }

    /// <summary>The same certificate with one bit of its signature changed.</summary>
    public static TestCertificate WithBrokenSignature(TestCertificate certificate)
    {
        byte[] encoded = certificate.Certificate.Encoded.ToArray();
        encoded[^3] ^= 1;
        return new TestCertificate(Certificate.Parse(encoded), certificate.Key);
    }

    private static void AddExtensions(CertificateRequest request, Spec spec)
    {
        if (spec.IsAuthority is { } isAuthority)
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, spec.PathLength.HasValue, spec.PathLength ?? 0, critical: true));
        if (spec.KeyUsage is { } usage)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        if (spec.Usages is { } usages)
        {
            var identifiers = new OidCollection();
            foreach (string identifier in usages)
                identifiers.Add(new Oid(identifier));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(identifiers, critical: false));
        }

        if (spec.HasSubjectKeyIdentifier)
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Certificate? issuer = spec.Issuer?.Certificate;
        X509Extension? pointer = spec.Pointer switch
        {
            Pointer.KeyIdentifier when issuer?.SubjectKeyIdentifier is { } identifier =>
                X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier.Span),
            Pointer.WrongKeyIdentifier =>
                X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier([1, 2, 3, 4]),
            Pointer.IssuerAndSerial when issuer is not null =>
                X509AuthorityKeyIdentifierExtension.CreateFromIssuerNameAndSerialNumber(
                    new X500DistinguishedName(issuer.Issuer.Span), issuer.SerialNumber.Span),
            _ => null,
        };
        if (pointer is not null)
            request.CertificateExtensions.Add(pointer);
        if (spec.IssuerUrls is { } urls)
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: null, caIssuersUris: urls));
        foreach (X509Extension extension in spec.Extensions)
            request.CertificateExtensions.Add(extension);
    }

    private static X500DistinguishedName NameOf(Spec spec)
    {
        if (spec.EncodedName is { } encoded)
            return new X500DistinguishedName(encoded);
        return new X500DistinguishedName(spec.Name.Contains('=', StringComparison.Ordinal) ? spec.Name : $"CN={spec.Name}");
    }
}
