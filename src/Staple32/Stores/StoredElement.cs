namespace Staple32.Stores;

/// <summary>
/// What a store holds: a certificate or a CRL with its properties and its place. The encoding never changes; the
/// properties may, by anybody who holds the object.
/// </summary>
public abstract class StoredElement
{
    private protected StoredElement(PropertyBag? properties) => Properties = properties ?? new PropertyBag();

    /// <summary>The DER encoding.</summary>
    public abstract ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>What is known beside the encoding.</summary>
    public PropertyBag Properties { get; }

    /// <summary>The store that it was put into, also after it was removed from it; null if it never was in one.</summary>
    public CertificateStore? Store { get; private set; }

    /// <summary>
    /// A place for the one companion object that an outer layer keeps per element (the library's boundary: its native
    /// form). The core neither reads nor writes it.
    /// </summary>
    public object? Companion { get; set; }

    /// <summary>The same encoding with a copy of the properties, in no store.</summary>
    public abstract StoredElement Copy();

    /// <summary>The same encoding with the very same properties, in no store: what is set on either is set on both.</summary>
    public abstract StoredElement Link();

    /// <summary>Writes a property, as it is now, to where the element's store is kept, if it is kept and the element still in it.</summary>
    /// <exception cref="WriteFailedException">It cannot be written; the property stays as it is now.</exception>
    public void KeepProperty(uint id) => (Store as DirectoryStore)?.KeepProperty(this, id);

    /// <summary>Ascending in the order of arrival in <see cref="Store"/>, never used twice: an enumeration goes on behind a removed element.</summary>
    internal long Sequence { get; private set; }

    /// <summary>When what it says begins to hold: of two of the same, the one that begins later is newer.</summary>
    internal abstract DateTimeOffset Beginning { get; }

    /// <summary>The value of a property that follows from the encoding, or null.</summary>
    internal abstract ReadOnlyMemory<byte>? Compute(uint propertyId);

    /// <summary>Gives the element its one place.</summary>
    internal void PutInto(ListStore store, long sequence)
    {
        if (Store is not null)
            throw new InvalidOperationException("An element that is in a store already.");
        Store = store;
        Sequence = sequence;
    }
}
