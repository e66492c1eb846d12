using System.Runtime.InteropServices;

namespace Staple32.Stores;

/// <summary>
/// Elements by a hash of something that several may have in common; each bucket in the order of arrival. Most are alone in
/// theirs, and such a one costs no list. Not thread-safe, not even to read.
/// </summary>
/// <param name="capacity">For how many different hashes there is to be room.</param>
internal sealed class HashBuckets<T>(int capacity = 0)
    where T : class
{
    // An element that is alone, or a list.
    private readonly Dictionary<int, object> _buckets = new(capacity);
    private readonly T?[] _alone = new T?[1];

    public bool IsEmpty => _buckets.Count == 0;

    /// <summary>Those with this hash: candidates, to be compared. Valid until the next use.</summary>
    public ReadOnlySpan<T> this[int hash]
    {
        get
        {
            if (!_buckets.TryGetValue(hash, out object? bucket))
                return [];
            if (bucket is List<T> list)
                return CollectionsMarshal.AsSpan(list);
            _alone[0] = (T)bucket;
            return _alone!;
        }
    }

    public void Add(int hash, T element)
    {
        ref object? bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, hash, out _);
        if (bucket is List<T> list)
            list.Add(element);
        else
            bucket = bucket is null ? element : new List<T> { (T)bucket, element };
    }

    public void Remove(int hash, T element)
    {
        _alone[0] = null;
        if (!_buckets.TryGetValue(hash, out object? bucket))
            return;
        // One that is left of several stays in its list.
        if (bucket is List<T> list ? list.Remove(element) && list.Count == 0 : ReferenceEquals(bucket, element))
            _buckets.Remove(hash);
    }
}
