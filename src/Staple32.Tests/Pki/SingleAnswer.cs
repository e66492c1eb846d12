using System.Globalization;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Security;

namespace Staple32.Tests.Pki;

public enum AnswerStatus
{
    Good,
    Revoked,
    Unknown,
}

/// <summary>
/// One SingleResponse to build. Made right by <see cref="About"/>; each property can then be set wrong with <c>with</c>.
/// </summary>
public sealed record SingleAnswer
{
    /// <summary>The digest of the CertID, dotted.</summary>
    public required string HashOid { get; init; }

    public required byte[] IssuerNameHash { get; init; }

    public required byte[] IssuerKeyHash { get; init; }

    /// <summary>Contents octets.</summary>
    public required byte[] Serial { get; init; }

    public AnswerStatus Status { get; init; }

    public DateTimeOffset RevocationTime { get; init; } = new(2024, 5, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A CRLReason; null leaves it out.</summary>
    public int? RevocationReason { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>Null leaves it out.</summary>
    public DateTimeOffset? NextUpdate { get; init; }

    public IReadOnlyList<TestExtension> Extensions { get; init; } = [];

    /// <param name="leaf">The certificate the answer is about.</param>
    /// <param name="issuer">Its issuer.</param>
    /// <param name="thisUpdate">nextUpdate is a week later.</param>
    /// <param name="hash">The digest of the CertID: SHA1, SHA256, ...</param>
    public static SingleAnswer About(TestCertificate leaf, TestCertificate issuer, DateTimeOffset thisUpdate, string hash = "SHA1")
    {
        string oid = TestSignature.HashOid(hash);
        return new SingleAnswer
        {
            HashOid = oid,
            IssuerNameHash = DigestUtilities.CalculateDigest(oid, issuer.Subject),
            IssuerKeyHash = DigestUtilities.CalculateDigest(oid, issuer.Key.PublicKeyBits),
            Serial = leaf.Serial,
            ThisUpdate = thisUpdate,
            NextUpdate = thisUpdate.AddDays(7),
        };
    }

    internal static DerGeneralizedTime Time(DateTimeOffset time) =>
        new(time.UtcDateTime.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture));

    internal Asn1Encodable Encode()
    {
        var all = new Asn1EncodableVector
        {
            new DerSequence(
                new DerSequence(new DerObjectIdentifier(HashOid), DerNull.Instance),
                new DerOctetString(IssuerNameHash),
                new DerOctetString(IssuerKeyHash),
                new DerInteger(Serial)),
            EncodeStatus(),
            Time(ThisUpdate),
        };
        if (NextUpdate is { } next)
            all.Add(new DerTaggedObject(true, 0, Time(next)));
        if (Extensions.Count > 0)
            all.Add(new DerTaggedObject(true, 1, TestExtensions.Encode(Extensions)));
        return new DerSequence(all);
    }

    private DerTaggedObject EncodeStatus()
    {
        if (Status != AnswerStatus.Revoked)
            return new DerTaggedObject(false, Status == AnswerStatus.Good ? 0 : 2, DerNull.Instance);
        var revoked = new Asn1EncodableVector { Time(RevocationTime) };
        if (RevocationReason is { } reason)
            revoked.Add(new DerTaggedObject(true, 0, new DerEnumerated(reason)));
        return new DerTaggedObject(false, 1, new DerSequence(revoked));
    }
}
