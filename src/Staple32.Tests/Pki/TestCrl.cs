using System.Globalization;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;
using Staple32.Certificates;

namespace Staple32.Tests.Pki;

/// <summary>One revoked certificate in a <see cref="TestCrl"/>.</summary>
/// <param name="Serial">Contents octets.</param>
public sealed record TestCrlEntry(byte[] Serial)
{
    public DateTimeOffset Date { get; init; } = new(2024, 5, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A CRLReason; null leaves it out.</summary>
    public int? Reason { get; init; }

    /// <summary>The Name in the certificateIssuer extension; null leaves it out.</summary>
    public byte[]? CertificateIssuer { get; init; }

    public IReadOnlyList<TestExtension> Extensions { get; init; } = [];
}

/// <summary>
/// A CRL to build with BouncyCastle's ASN.1, good or evil:
/// <code>
/// byte[] crl = new TestCrl { Signer = authority, ThisUpdate = now }.Revoking(leaf).Encode();
/// </code>
/// </summary>
public sealed record TestCrl
{
    /// <summary>Whose key signs, and in whose name.</summary>
    public required TestCertificate Signer { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>How long until nextUpdate; null leaves it out.</summary>
    public TimeSpan? Validity { get; init; } = TimeSpan.FromDays(7);

    public IReadOnlyList<TestCrlEntry> Entries { get; init; } = [];

    /// <summary>cRLNumber; null leaves it out.</summary>
    public int? Number { get; init; } = 10;

    /// <summary>Makes it a delta CRL to the one with this number.</summary>
    public int? BaseNumber { get; init; }

    /// <summary>The value of the issuing distribution point: see <see cref="Scope"/>.</summary>
    public byte[]? IssuingDistributionPoint { get; init; }

    /// <summary>URLs of deltas.</summary>
    public IReadOnlyList<string> Freshest { get; init; } = [];

    /// <summary>authorityKeyIdentifier.</summary>
    public bool KeyIdentifier { get; init; } = true;

    public IReadOnlyList<TestExtension> Extensions { get; init; } = [];

    /// <summary>Another Name than the signer's subject.</summary>
    public byte[]? Issuer { get; init; }

    /// <summary>Another key than the signer's to sign with.</summary>
    public TestKey? SigningKey { get; init; }

    /// <summary>As <see cref="TestSignature"/> names it; null: SHA-256 with the key.</summary>
    public string? SignatureAlgorithm { get; init; }

    /// <summary>Changes the signature after it was made.</summary>
    public Func<byte[], byte[]>? Tamper { get; init; }

    /// <summary>Changes what is signed before it is signed; it need not be DER any more.</summary>
    public Func<byte[], byte[]>? MutateData { get; init; }

    public TestCrl Revoking(TestCertificate certificate, int? reason = null, DateTimeOffset? date = null, byte[]? issuer = null)
    {
        var entry = new TestCrlEntry(certificate.Serial) { Reason = reason, CertificateIssuer = issuer };
        return this with { Entries = [.. Entries, date is { } when ? entry with { Date = when } : entry] };
    }

    public CertificateRevocationList Parse() => CertificateRevocationList.Parse(Encode());

    public byte[] Encode()
    {
        TestKey key = SigningKey ?? Signer.Key;
        string algorithm = SignatureAlgorithm ?? key.DefaultAlgorithm;
        Asn1Encodable identifier = TestSignature.Identifier(algorithm);
        var body = new Asn1EncodableVector
        {
            new DerInteger(BigInteger.One),
            identifier,
            Asn1Object.FromByteArray(Issuer ?? Signer.Subject),
            Time(ThisUpdate),
        };
        if (Validity is { } validity)
            body.Add(Time(ThisUpdate + validity));
        if (Entries.Count > 0)
            body.Add(new DerSequence(Entries.Select(EncodeEntry).ToArray()));
        List<TestExtension> extensions = AllExtensions();
        if (extensions.Count > 0)
            body.Add(new DerTaggedObject(true, 0, TestExtensions.Encode(extensions)));
        byte[] toBeSigned = new DerSequence(body).GetDerEncoded();
        toBeSigned = MutateData?.Invoke(toBeSigned) ?? toBeSigned;
        byte[] signature = TestSignature.Sign(algorithm, key.Private, toBeSigned);
        byte[] bits = new DerBitString(Tamper?.Invoke(signature) ?? signature).GetDerEncoded();
        // By hand, because what is signed need not be DER.
        byte[] encoded = new DerOctetString([.. toBeSigned, .. identifier.GetDerEncoded(), .. bits]).GetDerEncoded();
        encoded[0] = 0x30;
        return encoded;
    }

    /// <summary>The value of an issuing distribution point.</summary>
    public static byte[] Scope(
        string? url = null, byte[]? directoryName = null, bool users = false, bool authorities = false, RevocationReasons? reasons = null,
        bool indirect = false, bool attributes = false)
    {
        var fields = new Asn1EncodableVector();
        if (PointName(url, directoryName) is { } name)
            fields.Add(new DerTaggedObject(true, 0, name));
        if (users)
            fields.Add(new DerTaggedObject(false, 1, DerBoolean.True));
        if (authorities)
            fields.Add(new DerTaggedObject(false, 2, DerBoolean.True));
        if (reasons is { } some)
            fields.Add(new DerTaggedObject(false, 3, Flags(some)));
        if (indirect)
            fields.Add(new DerTaggedObject(false, 4, DerBoolean.True));
        if (attributes)
            fields.Add(new DerTaggedObject(false, 5, DerBoolean.True));
        return new DerSequence(fields).GetDerEncoded();
    }

    /// <summary>One distribution point.</summary>
    public static byte[] Point(string? url = null, byte[]? directoryName = null, RevocationReasons? reasons = null, byte[]? crlIssuer = null)
    {
        var fields = new Asn1EncodableVector();
        if (PointName(url, directoryName) is { } name)
            fields.Add(new DerTaggedObject(true, 0, name));
        if (reasons is { } some)
            fields.Add(new DerTaggedObject(false, 1, Flags(some)));
        if (crlIssuer is not null)
            fields.Add(new DerTaggedObject(false, 2, new DerSequence(DirectoryName(crlIssuer))));
        return new DerSequence(fields).GetDerEncoded();
    }

    /// <summary>cRLDistributionPoints with URLs, a point for each.</summary>
    public static TestExtension Points(params string[] urls) => Points(urls.Select(url => Point(url)).ToArray());

    public static TestExtension Points(params byte[][] points) => new("2.5.29.31", false, Sequence(points));

    /// <summary>freshestCRL with URLs.</summary>
    public static TestExtension FreshestPoints(params string[] urls) =>
        new("2.5.29.46", false, Sequence(urls.Select(url => Point(url)).ToArray()));

    private static byte[] Sequence(byte[][] points) => new DerSequence(points.Select(Asn1Object.FromByteArray).ToArray<Asn1Encodable>()).GetDerEncoded();

    private List<TestExtension> AllExtensions()
    {
        var all = new List<TestExtension>();
        if (KeyIdentifier)
        {
            TestKey key = SigningKey ?? Signer.Key;
            all.Add(new TestExtension(
                "2.5.29.35", false, new DerSequence(new DerTaggedObject(false, 0, new DerOctetString(key.Sha1))).GetDerEncoded()));
        }

        if (Number is { } number)
            all.Add(new TestExtension("2.5.29.20", false, new DerInteger(BigInteger.ValueOf(number)).GetDerEncoded()));
        if (BaseNumber is { } start)
            all.Add(new TestExtension("2.5.29.27", true, new DerInteger(BigInteger.ValueOf(start)).GetDerEncoded()));
        if (IssuingDistributionPoint is not null)
            all.Add(new TestExtension("2.5.29.28", true, IssuingDistributionPoint));
        if (Freshest.Count > 0)
            all.Add(FreshestPoints([.. Freshest]));
        all.AddRange(Extensions);
        return all;
    }

    private static Asn1Encodable EncodeEntry(TestCrlEntry entry)
    {
        var extensions = new List<TestExtension>();
        if (entry.Reason is { } reason)
            extensions.Add(new TestExtension("2.5.29.21", false, new DerEnumerated(reason).GetDerEncoded()));
        if (entry.CertificateIssuer is { } issuer)
            extensions.Add(new TestExtension("2.5.29.29", true, new DerSequence(DirectoryName(issuer)).GetDerEncoded()));
        extensions.AddRange(entry.Extensions);
        var fields = new Asn1EncodableVector { new DerInteger(new BigInteger(entry.Serial)), Time(entry.Date) };
        if (extensions.Count > 0)
            fields.Add(TestExtensions.Encode(extensions));
        return new DerSequence(fields);
    }

    private static DerTaggedObject? PointName(string? url, byte[]? directoryName)
    {
        if (url is null && directoryName is null)
            return null;
        Asn1Encodable name = url is null ? DirectoryName(directoryName!) : new DerTaggedObject(false, 6, new DerIA5String(url));
        return new DerTaggedObject(false, 0, new DerSequence(name));
    }

    private static DerTaggedObject DirectoryName(byte[] name) => new(true, 4, Asn1Object.FromByteArray(name));

    // Bit 0 is the first octet's highest one.
    private static DerBitString Flags(RevocationReasons reasons)
    {
        byte[] octets = new byte[2];
        for (int bit = 0; bit <= 8; bit++)
        {
            if (((int)reasons & (1 << bit)) != 0)
                octets[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return octets[1] != 0 ? new DerBitString(octets, 7) : new DerBitString(octets[..1], 0);
    }

    private static Asn1Encodable Time(DateTimeOffset time) => time.Year is >= 1950 and < 2050
        ? new DerUtcTime(time.UtcDateTime.ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture))
        : new DerGeneralizedTime(time.UtcDateTime.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture));
}
