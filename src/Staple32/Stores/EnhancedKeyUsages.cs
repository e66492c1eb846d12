using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>Where the key purposes of a certificate are looked for.</summary>
public enum UsageSource
{
    /// <summary>Extension and property; what both allow if there are both.</summary>
    Both,
    Extension,
    Property,
}

/// <summary>
/// The key purposes of a certificate: those of its extension, narrowed by a property that an administrator may set
/// (CERT_ENHKEY_USAGE_PROP_ID). No list means every purpose, an empty list none.
/// </summary>
public static class EnhancedKeyUsages
{
    /// <summary>The purposes, dotted, in the order of the extension; null if nothing limits them.</summary>
    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    /// <exception cref="AsnContentException">The property is malformed.</exception>
    public static IReadOnlyList<string>? Of(StoredCertificate element, UsageSource source)
    {
        IReadOnlyList<string>? extension = source == UsageSource.Property ? null : element.Certificate.ExtendedKeyUsage;
        IReadOnlyList<string>? property = source == UsageSource.Extension ? null : OfProperty(element);
        return Intersect(extension, property);
    }

    /// <summary>What all the certificates are good for; null for every purpose.</summary>
    /// <exception cref="CertificateFormatException">An extension is malformed.</exception>
    /// <exception cref="AsnContentException">A property is malformed.</exception>
    public static IReadOnlyList<string>? OfAll(IEnumerable<StoredCertificate> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        IReadOnlyList<string>? common = null;
        foreach (StoredCertificate element in elements)
            common = Intersect(common, Of(element, UsageSource.Both));
        return common;
    }

    /// <summary>The property's value with a purpose added; null if it is there already.</summary>
    /// <exception cref="AsnContentException">The property is malformed.</exception>
    public static byte[]? WithPurpose(StoredCertificate element, string purpose)
    {
        IReadOnlyList<string> purposes = OfProperty(element) ?? [];
        return purposes.Contains(purpose) ? null : Encode([.. purposes, purpose]);
    }

    /// <summary>
    /// The property's value without a purpose; null if it has not got it. When the last is gone an empty list is left: taking
    /// something away never makes a certificate good for more.
    /// </summary>
    /// <exception cref="AsnContentException">The property is malformed.</exception>
    public static byte[]? WithoutPurpose(StoredCertificate element, string purpose) =>
        OfProperty(element) is { } purposes && purposes.Contains(purpose) ? Encode([.. purposes.Where(other => other != purpose)]) : null;

    /// <summary>A value of the property.</summary>
    /// <param name="purposes">Dotted.</param>
    public static byte[] Encode(IReadOnlyList<string> purposes)
    {
        ArgumentNullException.ThrowIfNull(purposes);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (string purpose in purposes)
                writer.WriteObjectIdentifier(purpose);
        }
        return writer.Encode();
    }

    private static List<string>? OfProperty(StoredCertificate element) =>
        element.Properties.Get(PropertyIds.EnhancedKeyUsage) is { } value ? Decode(value) : null;

    private static List<string> Decode(ReadOnlyMemory<byte> encoded)
    {
        var outer = new DerReader(encoded);
        DerReader inside = outer.ReadSequence();
        outer.ExpectEnd();
        var purposes = new List<string>();
        while (inside.HasData)
            purposes.Add(inside.ReadOid());
        return purposes;
    }

    private static IReadOnlyList<string>? Intersect(IReadOnlyList<string>? first, IReadOnlyList<string>? second)
    {
        if (first is null || second is null)
            return first ?? second;
        var allowed = new HashSet<string>(second, StringComparer.Ordinal);
        return [.. first.Where(allowed.Contains)];
    }
}
