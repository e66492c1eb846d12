using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>A CRL with its properties and its place: what one CRL_CONTEXT stands for.</summary>
public sealed class StoredCrl : StoredElement
{
    /// <summary>A CRL that belongs to no store.</summary>
    /// <param name="list">The CRL.</param>
    /// <param name="properties">Its properties, which become the object's own; null for none.</param>
    public StoredCrl(CertificateRevocationList list, PropertyBag? properties = null)
        : base(properties)
    {
        ArgumentNullException.ThrowIfNull(list);
        List = list;
    }

    /// <summary>The CRL.</summary>
    public CertificateRevocationList List { get; }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Encoded => List.Encoded;

    /// <inheritdoc/>
    public override StoredCrl Copy() => new(List, PropertyBag.Copy(Properties));

    /// <inheritdoc/>
    public override StoredCrl Link() => new(List, Properties);

    internal override DateTimeOffset Beginning => List.ThisUpdate;

    internal override ReadOnlyMemory<byte>? Compute(uint propertyId) => ComputedProperties.Of(List, propertyId);
}
