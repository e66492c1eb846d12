using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Revocation;

/// <summary>
/// Parses what was fetched, once for each time it came over the network, so that every check of a certificate that the
/// same CRL speaks of uses the same object. Safe for all threads.
/// </summary>
internal static class FetchedCrls
{
    private static readonly ConditionalWeakTable<byte[], StoredCrl> s_parsed = [];

    /// <summary>The CRL that the bytes are; null if they are something else.</summary>
    public static StoredCrl? Parse(ReadOnlyMemory<byte> bytes, Uri url)
    {
        bool isWholeArray = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment)
            && segment.Offset == 0 && segment.Count == segment.Array!.Length;
        if (isWholeArray && s_parsed.TryGetValue(segment.Array!, out StoredCrl? known))
            return known;
        if (!CertificateRevocationList.TryParse(bytes, out CertificateRevocationList? list))
            return null;
        var properties = new PropertyBag();
        properties.SetText(PropertyIds.SourceUrl, url.AbsoluteUri);
        var crl = new StoredCrl(list, properties);
        return isWholeArray ? s_parsed.GetValue(segment.Array!, _ => crl) : crl;
    }
}
