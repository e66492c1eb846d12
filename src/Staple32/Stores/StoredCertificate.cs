using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>A certificate with its properties and its place: what one CERT_CONTEXT stands for.</summary>
public sealed class StoredCertificate : StoredElement
{
    /// <summary>A certificate that belongs to no store.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="properties">Its properties, which become the object's own; null for none.</param>
    public StoredCertificate(Certificate certificate, PropertyBag? properties = null)
        : base(properties)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        Certificate = certificate;
    }

    /// <summary>The certificate.</summary>
    public Certificate Certificate { get; }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Encoded => Certificate.Encoded;

    /// <inheritdoc/>
    public override StoredCertificate Copy() => new(Certificate, PropertyBag.Copy(Properties));

    /// <inheritdoc/>
    public override StoredCertificate Link() => new(Certificate, Properties);

    internal override DateTimeOffset Beginning => Certificate.NotBefore;

    internal override ReadOnlyMemory<byte>? Compute(uint propertyId) => ComputedProperties.Of(Certificate, propertyId);
}
