using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// Finds certificates by subject and by issuer and serial number, which is what makes two of them the same one; by other
/// things once somebody has searched for them.
/// </summary>
internal sealed class CertificateIndex : IElementIndex<StoredCertificate>
{
    private readonly HashBuckets<StoredCertificate> _bySubject = new();
    private readonly HashBuckets<StoredCertificate> _byIdentity = new();
    private LateIndex?[]? _late;

    /// <summary>Whether there is nothing to be found: what looks into many stores that are mostly empty need not hash a name for each.</summary>
    public bool IsEmpty => _bySubject.IsEmpty;

    /// <inheritdoc/>
    public void Add(StoredCertificate element)
    {
        _bySubject.Add(DistinguishedName.GetHashCode(element.Certificate.Subject.Span), element);
        _byIdentity.Add(IdentityHash(element.Certificate.Issuer.Span, element.Certificate.SerialNumber.Span), element);
        foreach (LateIndex? late in _late ?? [])
            late?.Add(element);
    }

    /// <inheritdoc/>
    public void Remove(StoredCertificate element)
    {
        _bySubject.Remove(DistinguishedName.GetHashCode(element.Certificate.Subject.Span), element);
        _byIdentity.Remove(IdentityHash(element.Certificate.Issuer.Span, element.Certificate.SerialNumber.Span), element);
        foreach (LateIndex? late in _late ?? [])
            late?.Remove(element);
    }

    /// <inheritdoc/>
    public StoredCertificate? FindSame(StoredCertificate other) =>
        FindByIssuerAndSerial(other.Certificate.Issuer.Span, other.Certificate.SerialNumber.Span);

    /// <inheritdoc/>
    public bool TryFind(IndexKey key, List<StoredCertificate> elements, out ReadOnlySpan<StoredCertificate> candidates)
    {
        if (key.Kind != IndexKind.Identity)
        {
            _late ??= new LateIndex[LateIndex.Kinds];
            return (_late[(int)key.Kind] ??= new LateIndex(key.Kind)).TryFind(key.Hash, elements, out candidates);
        }

        candidates = _byIdentity[key.Hash];
        return true;
    }

    /// <summary>Elements with this subject, names equal byte for byte before those equal by comparison.</summary>
    public List<StoredCertificate> FindBySubject(ReadOnlySpan<byte> name)
    {
        var found = new List<StoredCertificate>();
        int exact = 0;
        foreach (StoredCertificate candidate in _bySubject[DistinguishedName.GetHashCode(name)])
        {
            ReadOnlySpan<byte> subject = candidate.Certificate.Subject.Span;
            if (subject.SequenceEqual(name))
                found.Insert(exact++, candidate);
            else if (DistinguishedName.Equal(subject, name))
                found.Add(candidate);
        }

        return found;
    }

    /// <summary>The first element with this issuer, byte for byte, and serial number.</summary>
    public StoredCertificate? FindByIssuerAndSerial(ReadOnlySpan<byte> issuer, ReadOnlySpan<byte> serialNumber)
    {
        foreach (StoredCertificate candidate in _byIdentity[IdentityHash(issuer, serialNumber)])
        {
            if (candidate.Certificate.SerialNumber.Span.SequenceEqual(serialNumber)
                && candidate.Certificate.Issuer.Span.SequenceEqual(issuer))
                return candidate;
        }

        return null;
    }

    /// <summary>The same for an issuer, byte for byte, and a serial number that is the same number.</summary>
    public static int IdentityHash(ReadOnlySpan<byte> issuer, ReadOnlySpan<byte> serialNumber)
    {
        var hash = new HashCode();
        hash.AddBytes(issuer);
        hash.AddBytes(CertificateSearch.Minimal(serialNumber));
        return hash.ToHashCode();
    }
}
