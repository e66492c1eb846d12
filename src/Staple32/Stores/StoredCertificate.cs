using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// A certificate with its properties and its place: what one CERT_CONTEXT stands for. The certificate never changes;
/// the properties may, by anybody who holds the object.
/// </summary>
public sealed class StoredCertificate
{
    /// <summary>A certificate that belongs to no store.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="properties">Its properties, which become the object's own; null for none.</param>
    public StoredCertificate(Certificate certificate, PropertyBag? properties = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        Certificate = certificate;
        Properties = properties ?? new PropertyBag();
    }

    internal StoredCertificate(Certificate certificate, PropertyBag properties, ListStore store, long sequence)
        : this(certificate, properties)
    {
        Store = store;
        Sequence = sequence;
    }

    /// <summary>The certificate.</summary>
    public Certificate Certificate { get; }

    /// <summary>What is known beside the encoding.</summary>
    public PropertyBag Properties { get; }

    /// <summary>The store that it was put into, also after it was removed from it; null if it never was in one.</summary>
    public CertificateStore? Store { get; }

    /// <summary>
    /// A place for the one companion object that an outer layer keeps per certificate (the library's boundary: its
    /// native form). The core neither reads nor writes it.
    /// </summary>
    public object? Companion { get; set; }

    /// <summary>Ascending in the order of arrival in <see cref="Store"/>, never used twice: an enumeration goes on behind a removed element.</summary>
    internal long Sequence { get; }
}
