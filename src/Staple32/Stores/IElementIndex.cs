namespace Staple32.Stores;

/// <summary>Finds elements of one kind in one store. Not thread-safe: the store locks.</summary>
internal interface IElementIndex<T>
    where T : StoredElement
{
    public void Add(T element);

    public void Remove(T element);

    /// <summary>The first element that an addition of the other one would meet; null if there is none.</summary>
    public T? FindSame(T other);
}
