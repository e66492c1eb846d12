using Staple32.Ocsp;
using Staple32.Stores;

namespace Staple32.Revocation;

/// <summary>What is known about a certificate's revocation.</summary>
public enum RevocationResult
{
    /// <summary>Not revoked, and whoever would revoke it has said so recently enough.</summary>
    Good,

    Revoked,

    /// <summary>Nobody says where to ask, or the issuer is not known (CRYPT_E_NO_REVOCATION_CHECK).</summary>
    NoCheck,

    /// <summary>Nobody who could tell was reached, or what they say is too old or not theirs (CRYPT_E_REVOCATION_OFFLINE).</summary>
    Offline,

    /// <summary>The responder does not know the certificate, or there is no responder where only one may be asked (CRYPT_E_NOT_IN_REVOCATION_DATABASE).</summary>
    NotInDatabase,
}

/// <summary>The outcome of a revocation check, with what it rests on.</summary>
/// <param name="Result">The outcome.</param>
/// <param name="Detail">One line for logs; empty if good.</param>
public sealed record RevocationVerdict(RevocationResult Result, string Detail)
{
    /// <summary>The CRLReason, 0 (unspecified) if none was given; meaningful if revoked.</summary>
    public int Reason { get; init; }

    /// <summary>If revoked: since when.</summary>
    public DateTimeOffset? RevocationDate { get; init; }

    /// <summary>thisUpdate of what the outcome rests on, of the oldest part if there are several; null unless good or revoked.</summary>
    public DateTimeOffset? ThisUpdate { get; init; }

    /// <summary>The complete CRL; for a response its view as a CRL, with the response as a property; null if neither was used.</summary>
    public StoredCrl? BaseCrl { get; init; }

    /// <summary>The delta CRL that was combined with it, or null.</summary>
    public StoredCrl? DeltaCrl { get; init; }

    /// <summary>If revoked: the entry's position in <see cref="DeltaCrl"/> or <see cref="BaseCrl"/>.</summary>
    public int EntryIndex { get; init; } = -1;

    /// <summary>Whether <see cref="EntryIndex"/> is one in the delta.</summary>
    public bool IsEntryInDelta { get; init; }

    /// <summary>The OCSP response, if the outcome rests on one.</summary>
    public AcceptedResponse? Response { get; init; }

    /// <summary>Whether <see cref="Result"/> tells the status.</summary>
    public bool IsKnown => Result is RevocationResult.Good or RevocationResult.Revoked;
}
