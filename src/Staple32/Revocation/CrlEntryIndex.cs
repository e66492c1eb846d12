using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Revocation;

/// <summary>
/// The entries of one CRL, found by serial number. Built in one pass over them, which also finds what makes the whole CRL
/// unusable; afterwards a certificate among a million is found at once. 16 bytes per entry. Immutable.
/// </summary>
internal sealed class CrlEntryIndex
{
    // The octets of a BOOLEAN TRUE: without them in an entry's extensions none is critical.
    private static ReadOnlySpan<byte> True => [0x01, 0x01, 0xFF];

    private readonly CertificateRevocationList _list;
    private readonly ulong[] _hashes;
    private readonly Place[] _places;

    /// <summary>In an indirect CRL: from which entry on certificates are of which issuer.</summary>
    private readonly List<(int Number, ReadOnlyMemory<byte> Issuer)> _issuers;

    private readonly ulong _seed = (ulong)Random.Shared.NextInt64();

    /// <param name="list">The CRL. Its signature should have been verified: reading a million entries is work.</param>
    /// <param name="isIndirect">Whether it lists certificates of other issuers too.</param>
    /// <exception cref="CertificateFormatException">An entry is malformed.</exception>
    public CrlEntryIndex(CertificateRevocationList list, bool isIndirect)
    {
        _list = list;
        _issuers = [(0, list.Issuer)];
        var hashes = new List<ulong>();
        var places = new List<Place>();
        CrlEntryList.Enumerator entries = list.Entries.GetEnumerator();
        for (int offset = 0; entries.MoveNext(); offset = entries.Position)
        {
            CrlEntry entry = entries.Current;
            if (entry.EncodedExtensions.Span.IndexOf(True) >= 0)
                UnknownCritical ??= FindUnknownCritical(entry);
            // An entry's issuer holds for those behind it too (RFC 5280 5.3.3).
            if (isIndirect && entry.CertificateIssuer is { } named)
                _issuers.Add((places.Count, named));
            hashes.Add(Hash(entry.SerialNumber.Span));
            places.Add(new Place(offset, places.Count));
        }

        _hashes = [.. hashes];
        _places = [.. places];
        Array.Sort(_hashes, _places);
    }

    /// <summary>A critical extension of an entry that is not understood, dotted; null if there is none.</summary>
    public string? UnknownCritical { get; }

    public int Count => _places.Length;

    /// <summary>The first entry of a certificate.</summary>
    /// <param name="serialNumber">Its serial number, contents octets.</param>
    /// <param name="issuer">Its encoded issuer.</param>
    /// <param name="number">The entry's position, -1 if there is none.</param>
    public CrlEntry? Find(ReadOnlySpan<byte> serialNumber, ReadOnlySpan<byte> issuer, out int number)
    {
        number = -1;
        CrlEntry? found = null;
        ulong hash = Hash(serialNumber);
        for (int i = FirstOf(hash); i < _hashes.Length && _hashes[i] == hash; i++)
        {
            Place place = _places[i];
            if (found is not null && place.Number > number)
                continue;
            CrlEntry entry = _list.Entries.ReadAt(place.Offset);
            if (entry.SerialNumber.Span.SequenceEqual(serialNumber) && DistinguishedName.Equal(IssuerOf(place.Number), issuer))
                (found, number) = (entry, place.Number);
        }

        return found;
    }

    private ReadOnlySpan<byte> IssuerOf(int number)
    {
        int low = 0;
        int high = _issuers.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_issuers[middle].Number <= number)
                low = middle;
            else
                high = middle - 1;
        }

        return _issuers[low].Issuer.Span;
    }

    private int FirstOf(ulong hash)
    {
        int found = Array.BinarySearch(_hashes, hash);
        while (found > 0 && _hashes[found - 1] == hash)
            found--;
        return found < 0 ? _hashes.Length : found;
    }

    // Serial numbers are random, or count up; the seed keeps anybody from choosing ones that collide.
    private ulong Hash(ReadOnlySpan<byte> serialNumber)
    {
        ulong hash = _seed;
        foreach (byte octet in serialNumber)
            hash = unchecked((hash ^ octet) * 0x100000001B3);
        return unchecked((hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15);
    }

    private static string? FindUnknownCritical(in CrlEntry entry)
    {
        foreach (CertificateExtension extension in entry.Extensions)
        {
            if (extension.Critical
                && extension.Oid is not (Oids.CrlReason or Oids.InvalidityDate or Oids.CertificateIssuer or Oids.HoldInstruction))
            {
                return extension.Oid;
            }
        }

        return null;
    }

    private readonly record struct Place(int Offset, int Number);
}
