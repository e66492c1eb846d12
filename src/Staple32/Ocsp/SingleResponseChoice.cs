using System.Security.Cryptography;
using Staple32.Certificates;

namespace Staple32.Ocsp;

/// <summary>Finds what a response says about one certificate among all it says.</summary>
internal static class SingleResponseChoice
{
    /// <summary>
    /// Ours is the SingleResponse in which the serial number and both hashes of the issuer match, under whichever digest it
    /// uses. If it stands there more than once, a revocation counts before anything else, then the latest thisUpdate.
    /// </summary>
    /// <param name="unknownCritical">A critical extension in one that is ours; null if there is none.</param>
    /// <param name="why">If null is returned: how close it came, for logs.</param>
    public static SingleResponse? Find(
        List<SingleResponse> responses, Certificate leaf, Certificate issuer, out string? unknownCritical, out string why)
    {
        unknownCritical = null;
        why = responses.Count == 0 ? "it is about no certificate at all" : "another serial number";
        SingleResponse? chosen = null;
        CertId? wanted = null;
        foreach (SingleResponse response in responses)
        {
            // The serial number first: it costs no hashing and tells nearly all others apart.
            if (!response.CertId.SerialNumber.Span.SequenceEqual(leaf.SerialNumber.Span))
                continue;
            if (!Digest.TryFromOid(response.CertId.HashOid, out HashAlgorithmName hash))
            {
                why = $"a CertID with the digest {response.CertId.HashOid}";
                continue;
            }
            if (wanted?.HashOid != response.CertId.HashOid)
                wanted = CertId.Create(leaf, issuer, hash);
            if (!response.CertId.IssuerNameHash.Span.SequenceEqual(wanted.IssuerNameHash.Span))
            {
                why = "the serial number of another issuer (by name)";
            }
            else if (!response.CertId.IssuerKeyHash.Span.SequenceEqual(wanted.IssuerKeyHash.Span))
            {
                why = "the serial number of another issuer (by key)";
            }
            else
            {
                unknownCritical ??= UnderstoodExtensions.FindUnknownCritical(response.Extensions);
                if (chosen is null || CountsBefore(response, chosen))
                    chosen = response;
            }
        }
        return chosen;
    }

    private static bool CountsBefore(SingleResponse a, SingleResponse b)
    {
        bool revokedA = a.Status == SingleStatus.Revoked, revokedB = b.Status == SingleStatus.Revoked;
        return revokedA != revokedB ? revokedA : a.ThisUpdate > b.ThisUpdate;
    }
}
