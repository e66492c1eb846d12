using System.Diagnostics.CodeAnalysis;

namespace Staple32.Prefetch;

/// <summary>Something that knows its place in the one heap it may be in; -1 outside.</summary>
internal interface IHeapItem
{
    public int HeapIndex { get; set; }
}

/// <summary>
/// A binary heap from which any item can be taken in logarithmic time, since each knows its index. The framework's
/// PriorityQueue searches all of its items for one to be removed.
/// </summary>
internal sealed class IndexedHeap<T>(Comparison<T> order)
    where T : class, IHeapItem
{
    private T[] _items = [];

    public int Count { get; private set; }

    /// <summary>In no particular order.</summary>
    public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    public bool TryPeek([NotNullWhen(true)] out T? first)
    {
        first = Count > 0 ? _items[0] : null;
        return first is not null;
    }

    public void Add(T item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Math.Max(4, Count * 2));
        Place(item, Count++);
        Rise(item.HeapIndex);
    }

    /// <summary>Does nothing if the item is not in the heap.</summary>
    public void Remove(T item)
    {
        var index = item.HeapIndex;
        if (index < 0) return;
        item.HeapIndex = -1;
        var last = _items[--Count];
        _items[Count] = null!;
        if (_items.Length > 64 && Count < _items.Length / 4) Array.Resize(ref _items, _items.Length / 2);
        if (ReferenceEquals(last, item)) return;
        Place(last, index);
        Moved(last);
    }

    /// <summary>Puts an item where it belongs after its key has changed.</summary>
    public void Moved(T item)
    {
        Rise(item.HeapIndex);
        Sink(item.HeapIndex);
    }

    /// <summary>Restores the order after any number of keys have changed.</summary>
    public void Reorder()
    {
        for (var i = (Count / 2) - 1; i >= 0; i--) Sink(i);
    }

    private void Rise(int index)
    {
        var item = _items[index];
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (order(item, _items[parent]) >= 0) break;
            Place(_items[parent], index);
            index = parent;
        }

        Place(item, index);
    }

    private void Sink(int index)
    {
        var item = _items[index];
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= Count) break;
            if (child + 1 < Count && order(_items[child + 1], _items[child]) < 0) child++;
            if (order(_items[child], item) >= 0) break;
            Place(_items[child], index);
            index = child;
        }

        Place(item, index);
    }

    private void Place(T item, int index)
    {
        _items[index] = item;
        item.HeapIndex = index;
    }
}
