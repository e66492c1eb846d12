using System.Runtime.InteropServices;

namespace Staple32.Stores;

/// <summary>Elements by a hash of something that several may have in common; each bucket in the order of arrival.</summary>
internal sealed class HashBuckets<T>
    where T : class
{
    private readonly Dictionary<int, List<T>> _buckets = [];

    public bool IsEmpty => _buckets.Count == 0;

    /// <summary>Those with this hash: candidates, to be compared.</summary>
    public ReadOnlySpan<T> this[int hash] => _buckets.TryGetValue(hash, out List<T>? bucket) ? CollectionsMarshal.AsSpan(bucket) : [];

    public void Add(int hash, T element) =>
        (CollectionsMarshal.GetValueRefOrAddDefault(_buckets, hash, out _) ??= new List<T>(1)).Add(element);

    public void Remove(int hash, T element)
    {
        if (_buckets.TryGetValue(hash, out List<T>? bucket) && bucket.Remove(element) && bucket.Count == 0)
            _buckets.Remove(hash);
    }
}
