namespace Staple32.Stores;

/// <summary>A store that begins empty and lives in memory only (CERT_STORE_PROV_MEMORY).</summary>
/// <param name="isReadOnly">Whether additions are refused, which leaves it empty for good.</param>
public sealed class MemoryStore(bool isReadOnly = false) : ListStore
{
    /// <inheritdoc/>
    public override bool IsReadOnly { get; } = isReadOnly;
}
