namespace Staple32.Tests.Pki;

/// <summary>An extension to put into a certificate or a response.</summary>
/// <param name="Oid">Dotted.</param>
/// <param name="Critical">Written only if true.</param>
/// <param name="Value">The DER inside the OCTET STRING.</param>
public sealed record TestExtension(string Oid, bool Critical, byte[] Value);

/// <summary>What a test certificate shall look like; everything has a default that makes an ordinary TLS leaf.</summary>
public sealed record CertificateSpec
{
    public static readonly DateTimeOffset DefaultNotBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset DefaultNotAfter = new(2045, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>In the order in which it is encoded, such as "C=US,O=Example,CN=www.example.com"; may be empty.</summary>
    public string Subject { get; init; } = "CN=leaf.example";

    /// <summary>The Name's encoding, if <see cref="Subject"/> is not to be used.</summary>
    public byte[]? SubjectEncoded { get; init; }

    /// <summary>Null: a P-256 key, one for all leaves and one per name for authorities.</summary>
    public TestKey? Key { get; init; }

    /// <summary>The contents octets; null: 16 random ones.</summary>
    public byte[]? Serial { get; init; }

    public DateTimeOffset NotBefore { get; init; } = DefaultNotBefore;

    public DateTimeOffset NotAfter { get; init; } = DefaultNotAfter;

    /// <summary>Adds basicConstraints with cA and the keyUsage of an authority.</summary>
    public bool IsAuthority { get; init; }

    public int? PathLength { get; init; }

    /// <summary>The names of RFC 5280's bits as BouncyCastle's KeyUsage constants; 0 leaves the extension out.</summary>
    public int? KeyUsage { get; init; }

    /// <summary>Dotted; null leaves the extension out.</summary>
    public IReadOnlyList<string>? ExtendedKeyUsage { get; init; }

    public IReadOnlyList<string> OcspUrls { get; init; } = [];

    public IReadOnlyList<string> IssuerUrls { get; init; } = [];

    public IReadOnlyList<string> DnsNames { get; init; } = [];

    public bool MustStaple { get; init; }

    /// <summary>subjectKeyIdentifier and authorityKeyIdentifier.</summary>
    public bool KeyIdentifiers { get; init; } = true;

    /// <summary>Put behind those above.</summary>
    public IReadOnlyList<TestExtension> Extensions { get; init; } = [];

    /// <summary>As <see cref="TestSignature"/> names it; null: SHA-256 with the issuer's key.</summary>
    public string? SignatureAlgorithm { get; init; }

    /// <summary>An OCSP responder's certificate: id-kp-OCSPSigning, digitalSignature and id-pkix-ocsp-nocheck.</summary>
    public static CertificateSpec Responder(string subject = "CN=Test responder") => new()
    {
        Subject = subject,
        Key = TestKey.Of(KeyKind.P256, subject),
        KeyUsage = Org.BouncyCastle.Asn1.X509.KeyUsage.DigitalSignature,
        ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.9"],
        Extensions = [new TestExtension("1.3.6.1.5.5.7.48.1.5", false, [0x05, 0x00])],
    };
}
