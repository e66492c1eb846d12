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

    /// <summary>Sets the property; null removes it.</summary>
    public static void Set(StoredCertificate element, IReadOnlyList<string>? purposes)
    {
        ReadOnlyMemory<byte>? value = null;
        if (purposes is not null)
            value = Encode(purposes);
        element.Properties.Set(PropertyIds.EnhancedKeyUsage, value);
    }

    /// <summary>Adds a purpose to the property unless it is there.</summary>
    /// <exception cref="AsnContentException">The property is malformed.</exception>
    public static void Add(StoredCertificate element, string purpose)
    {
        IReadOnlyList<string> purposes = OfProperty(element) ?? [];
        if (!purposes.Contains(purpose))
            Set(element, [.. purposes, purpose]);
    }

    /// <summary>
    /// Takes a purpose out of the property, if there is one. When the last is gone the property stays, empty: taking
    /// something away never makes a certificate good for more.
    /// </summary>
    /// <exception cref="AsnContentException">The property is malformed.</exception>
    public static void Remove(StoredCertificate element, string purpose)
    {
        if (OfProperty(element) is { } purposes && purposes.Contains(purpose))
            Set(element, [.. purposes.Where(other => other != purpose)]);
    }

    private static List<string>? OfProperty(StoredCertificate element) =>
        element.Properties.Get(PropertyIds.EnhancedKeyUsage) is { } value ? Decode(value) : null;

    private static byte[] Encode(IReadOnlyList<string> purposes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (string purpose in purposes)
                writer.WriteObjectIdentifier(purpose);
        }
        return writer.Encode();
    }

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
