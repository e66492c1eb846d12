using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// Finds CRLs by issuer. Two CRLs of an issuer are the same one at different times if both are complete or both are
/// deltas, and both speak of the same certificates.
/// </summary>
internal sealed class CrlIndex : IElementIndex<StoredCrl>
{
    private readonly HashBuckets<StoredCrl> _byIssuer = new();

    /// <inheritdoc/>
    public void Add(StoredCrl element) => _byIssuer.Add(KeyOf(element), element);

    /// <inheritdoc/>
    public void Remove(StoredCrl element) => _byIssuer.Remove(KeyOf(element), element);

    /// <inheritdoc/>
    public StoredCrl? FindSame(StoredCrl other)
    {
        foreach (StoredCrl candidate in _byIssuer[KeyOf(other)])
        {
            if (AreSame(candidate.List, other.List))
                return candidate;
        }

        return null;
    }

    /// <inheritdoc/>
    public bool TryFind(IndexKey key, List<StoredCrl> elements, out ReadOnlySpan<StoredCrl> candidates)
    {
        // No search of CRLs says where to look.
        candidates = default;
        return false;
    }

    /// <summary>The CRLs of an issuer by the comparison of RFC 5280 section 7.1, in the order of their arrival.</summary>
    public List<StoredCrl> FindByIssuer(ReadOnlySpan<byte> name)
    {
        var found = new List<StoredCrl>();
        foreach (StoredCrl candidate in _byIssuer[DistinguishedName.GetHashCode(name)])
        {
            if (DistinguishedName.Equal(candidate.List.Issuer.Span, name))
                found.Add(candidate);
        }

        return found;
    }

    /// <summary>Whether one would take the other's place in a store.</summary>
    public static bool AreSame(CertificateRevocationList one, CertificateRevocationList other) =>
        one.IsDelta == other.IsDelta
        && one.Issuer.Span.SequenceEqual(other.Issuer.Span)
        && one.EncodedScope.Span.SequenceEqual(other.EncodedScope.Span);

    private static int KeyOf(StoredCrl element) => DistinguishedName.GetHashCode(element.List.Issuer.Span);
}
