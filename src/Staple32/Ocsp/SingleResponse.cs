using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Ocsp;

internal enum SingleStatus
{
    Good,
    Revoked,
    Unknown,
}

/// <summary>A SingleResponse as parsed, not judged (RFC 6960 4.2.1).</summary>
internal sealed class SingleResponse
{
    public required CertId CertId { get; init; }

    public required SingleStatus Status { get; init; }

    public DateTimeOffset? RevocationTime { get; private set; }

    public int? RevocationReason { get; private set; }

    public DateTimeOffset ThisUpdate { get; private set; }

    public DateTimeOffset? NextUpdate { get; private set; }

    public CertificateExtension[] Extensions { get; private set; } = [];

    /// <exception cref="AsnContentException">Not a SingleResponse.</exception>
    public static SingleResponse Read(ref DerReader reader)
    {
        DerReader inside = reader.ReadSequence();
        CertId id = CertId.Read(ref inside);
        Asn1Tag choice = inside.PeekTag();
        SingleResponse single;
        if (choice == DerReader.Context(0, constructed: false))
        {
            inside.ReadNull(choice);
            single = new SingleResponse { CertId = id, Status = SingleStatus.Good };
        }
        else if (choice == DerReader.Context(1))
        {
            single = new SingleResponse { CertId = id, Status = SingleStatus.Revoked };
            single.ReadRevocation(inside.ReadSequence(choice));
        }
        else if (choice == DerReader.Context(2, constructed: false))
        {
            inside.ReadNull(choice);
            single = new SingleResponse { CertId = id, Status = SingleStatus.Unknown };
        }
        else
        {
            throw new AsnContentException("certStatus is neither good, revoked nor unknown");
        }

        single.ThisUpdate = inside.ReadGeneralizedTime();
        if (inside.NextIs(DerReader.Context(0)))
        {
            DerReader nextUpdate = inside.ReadSequence(DerReader.Context(0));
            single.NextUpdate = nextUpdate.ReadGeneralizedTime();
            nextUpdate.ExpectEnd();
        }
        if (inside.NextIs(DerReader.Context(1)))
        {
            DerReader extensions = inside.ReadSequence(DerReader.Context(1));
            single.Extensions = CertificateExtension.ReadAll(ref extensions);
            extensions.ExpectEnd();
        }
        inside.ExpectEnd();
        return single;
    }

    // RevokedInfo
    private void ReadRevocation(DerReader inside)
    {
        RevocationTime = inside.ReadGeneralizedTime();
        if (inside.NextIs(DerReader.Context(0)))
        {
            DerReader reason = inside.ReadSequence(DerReader.Context(0));
            RevocationReason = reason.ReadEnumerated();
            reason.ExpectEnd();
        }
        inside.ExpectEnd();
    }
}
