using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>Finds certificates by subject and by issuer and serial number, which is what makes two of them the same one.</summary>
internal sealed class CertificateIndex : IElementIndex<StoredCertificate>
{
    private readonly HashBuckets<StoredCertificate> _bySubject = new();
    private readonly HashBuckets<StoredCertificate> _byIdentity = new();

    /// <summary>Whether there is nothing to be found: what looks into many stores that are mostly empty need not hash a name for each.</summary>
    public bool IsEmpty => _bySubject.IsEmpty;

    /// <inheritdoc/>
    public void Add(StoredCertificate element)
    {
        _bySubject.Add(DistinguishedName.GetHashCode(element.Certificate.Subject.Span), element);
        _byIdentity.Add(IdentityKey(element.Certificate.Issuer.Span, element.Certificate.SerialNumber.Span), element);
    }

    /// <inheritdoc/>
    public void Remove(StoredCertificate element)
    {
        _bySubject.Remove(DistinguishedName.GetHashCode(element.Certificate.Subject.Span), element);
        _byIdentity.Remove(IdentityKey(element.Certificate.Issuer.Span, element.Certificate.SerialNumber.Span), element);
    }

    /// <inheritdoc/>
    public StoredCertificate? FindSame(StoredCertificate other) =>
        FindByIssuerAndSerial(other.Certificate.Issuer.Span, other.Certificate.SerialNumber.Span);

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
        foreach (StoredCertificate candidate in _byIdentity[IdentityKey(issuer, serialNumber)])
        {
            if (candidate.Certificate.SerialNumber.Span.SequenceEqual(serialNumber)
                && candidate.Certificate.Issuer.Span.SequenceEqual(issuer))
                return candidate;
        }

        return null;
    }

    private static int IdentityKey(ReadOnlySpan<byte> issuer, ReadOnlySpan<byte> serialNumber)
    {
        var hash = new HashCode();
        hash.AddBytes(issuer);
        hash.AddBytes(serialNumber);
        return hash.ToHashCode();
    }
}
