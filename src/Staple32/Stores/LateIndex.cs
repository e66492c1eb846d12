namespace Staple32.Stores;

/// <summary>
/// Finds certificates by something that not every program searches for: made at the first search, and kept up from then on.
/// Not thread-safe: the store locks.
/// </summary>
internal sealed class LateIndex(IndexKind kind)
{
    /// <summary>One more than the last <see cref="IndexKind"/>.</summary>
    public const int Kinds = (int)IndexKind.KeyIdentifier + 1;

    // Making it anew costs about as much as these searches do without it.
    private const int WalksBeforeRenewal = 16;

    private readonly bool _isOfProperty = PropertyOf(kind) != 0;
    private HashBuckets<StoredCertificate>? _buckets;
    private int _keyChanges;
    private int _walks = WalksBeforeRenewal;

    /// <summary>As <see cref="IElementIndex{T}.TryFind"/>.</summary>
    public bool TryFind(int hash, List<StoredCertificate> elements, out ReadOnlySpan<StoredCertificate> candidates)
    {
        candidates = default;
        DropIfStale();
        if (_buckets is null)
        {
            if (_walks++ < WalksBeforeRenewal)
                return false;
            _buckets = Make(elements);
        }

        candidates = _buckets[hash];
        return true;
    }

    public void Add(StoredCertificate element)
    {
        DropIfStale();
        _buckets?.Add(HashOf(element), element);
    }

    public void Remove(StoredCertificate element)
    {
        DropIfStale();
        _buckets?.Remove(HashOf(element), element);
    }

    /// <summary>The index of a property's values; none for most.</summary>
    public static IndexKind OfProperty(uint id) => id switch
    {
        PropertyIds.Sha1Hash => IndexKind.Sha1Hash,
        PropertyIds.Sha256Hash => IndexKind.Sha256Hash,
        PropertyIds.KeyIdentifier => IndexKind.KeyIdentifier,
        _ => IndexKind.None,
    };

    /// <summary>The hash of what is looked for in any of these.</summary>
    public static int HashOf(ReadOnlyMemory<byte> value) => EncodingComparer.Instance.GetHashCode(value);

    private HashBuckets<StoredCertificate> Make(List<StoredCertificate> elements)
    {
        // Before the properties are read: what changes from now on makes it stale.
        _keyChanges = PropertyBag.KeyChanges;
        _walks = 0;
        // Many certificates have few issuers; most of the rest is different in each.
        var buckets = new HashBuckets<StoredCertificate>(kind == IndexKind.Issuer ? 0 : elements.Count);
        foreach (StoredCertificate element in elements)
            buckets.Add(HashOf(element), element);
        return buckets;
    }

    // Anybody may set a property that is otherwise computed, also through a link in another store.
    private void DropIfStale()
    {
        if (_isOfProperty && _keyChanges != PropertyBag.KeyChanges)
            _buckets = null;
    }

    private int HashOf(StoredCertificate element) => HashOf(kind switch
    {
        IndexKind.Subject => element.Certificate.Subject,
        IndexKind.Issuer => element.Certificate.Issuer,
        _ => ComputedProperties.Peek(element, PropertyOf(kind)).GetValueOrDefault(),
    });

    private static uint PropertyOf(IndexKind kind) => kind switch
    {
        IndexKind.Sha1Hash => PropertyIds.Sha1Hash,
        IndexKind.Sha256Hash => PropertyIds.Sha256Hash,
        IndexKind.KeyIdentifier => PropertyIds.KeyIdentifier,
        _ => 0,
    };
}
