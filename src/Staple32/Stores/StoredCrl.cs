using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// A CRL with its properties: what one CRL_CONTEXT stands for. The CRL never changes; the properties may, by anybody who
/// holds the object.
/// </summary>
public sealed class StoredCrl
{
    /// <param name="list">The CRL.</param>
    /// <param name="properties">Its properties, which become the object's own; null for none.</param>
    public StoredCrl(CertificateRevocationList list, PropertyBag? properties = null)
    {
        ArgumentNullException.ThrowIfNull(list);
        List = list;
        Properties = properties ?? new PropertyBag();
    }

    /// <summary>The CRL.</summary>
    public CertificateRevocationList List { get; }

    /// <summary>What is known beside the encoding.</summary>
    public PropertyBag Properties { get; }

    /// <summary>
    /// A place for the one companion object that an outer layer keeps per CRL (the library's boundary: its native form).
    /// The core neither reads nor writes it.
    /// </summary>
    public object? Companion { get; set; }
}
