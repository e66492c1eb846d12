namespace Staple32.Stores;

/// <summary>Finds elements of one kind in one store. Not thread-safe: the store locks.</summary>
internal interface IElementIndex<T>
    where T : StoredElement
{
    public void Add(T element);

    public void Remove(T element);

    /// <summary>The first element that an addition of the other one would meet; null if there is none.</summary>
    public T? FindSame(T other);

    /// <summary>Those that stand where a search says, in the order of their arrival: candidates, to be compared.</summary>
    /// <param name="key">Where to look.</param>
    /// <param name="elements">All elements: what no search has needed before is made of them.</param>
    /// <param name="candidates">Valid until the next change.</param>
    /// <returns>False if every element has to be looked at.</returns>
    public bool TryFind(IndexKey key, List<T> elements, out ReadOnlySpan<T> candidates);
}
