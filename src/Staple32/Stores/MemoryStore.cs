namespace Staple32.Stores;

/// <summary>A store that lives in memory only (CERT_STORE_PROV_MEMORY).</summary>
/// <param name="isReadOnly">Whether additions and removals are refused.</param>
public sealed class MemoryStore(bool isReadOnly = false) : ListStore
{
    /// <summary>A store that begins with what a message, a serialized store or the like holds.</summary>
    public MemoryStore(StoreContents contents, bool isReadOnly = false)
        : this(isReadOnly)
    {
        ArgumentNullException.ThrowIfNull(contents);
        Load(contents);
    }

    /// <inheritdoc/>
    public override bool IsReadOnly { get; } = isReadOnly;
}
