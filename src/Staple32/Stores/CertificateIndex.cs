using System.Runtime.InteropServices;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>Finds the elements of one store by subject and by issuer and serial number. Not thread-safe: its store locks.</summary>
internal sealed class CertificateIndex
{
    private readonly Dictionary<int, List<StoredCertificate>> _bySubject = [];
    private readonly Dictionary<int, List<StoredCertificate>> _byIdentity = [];

    public void Add(StoredCertificate element)
    {
        Slot(_bySubject, DistinguishedName.GetHashCode(element.Certificate.Subject.Span)).Add(element);
        Slot(_byIdentity, IdentityKey(element.Certificate.Issuer.Span, element.Certificate.SerialNumber.Span)).Add(element);
    }

    public void Remove(StoredCertificate element)
    {
        Unlink(_bySubject, DistinguishedName.GetHashCode(element.Certificate.Subject.Span), element);
        Unlink(_byIdentity, IdentityKey(element.Certificate.Issuer.Span, element.Certificate.SerialNumber.Span), element);
    }

    /// <summary>Elements with this subject, names equal byte for byte before those equal by comparison.</summary>
    public List<StoredCertificate> FindBySubject(ReadOnlySpan<byte> name)
    {
        var found = new List<StoredCertificate>();
        if (!_bySubject.TryGetValue(DistinguishedName.GetHashCode(name), out List<StoredCertificate>? candidates))
            return found;
        int exact = 0;
        foreach (StoredCertificate candidate in candidates)
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
        if (!_byIdentity.TryGetValue(IdentityKey(issuer, serialNumber), out List<StoredCertificate>? candidates))
            return null;
        foreach (StoredCertificate candidate in candidates)
        {
            if (candidate.Certificate.SerialNumber.Span.SequenceEqual(serialNumber)
                && candidate.Certificate.Issuer.Span.SequenceEqual(issuer))
                return candidate;
        }

        return null;
    }

    private static List<StoredCertificate> Slot(Dictionary<int, List<StoredCertificate>> index, int key) =>
        CollectionsMarshal.GetValueRefOrAddDefault(index, key, out _) ??= new List<StoredCertificate>(1);

    private static void Unlink(Dictionary<int, List<StoredCertificate>> index, int key, StoredCertificate element)
    {
        if (index.TryGetValue(key, out List<StoredCertificate>? slot) && slot.Remove(element) && slot.Count == 0)
            index.Remove(key);
    }

    private static int IdentityKey(ReadOnlySpan<byte> issuer, ReadOnlySpan<byte> serialNumber)
    {
        var hash = new HashCode();
        hash.AddBytes(issuer);
        hash.AddBytes(serialNumber);
        return hash.ToHashCode();
    }
}
