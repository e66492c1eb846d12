namespace Staple32.Stores;

/// <summary>
/// A condition to search a store by. Where a store has an index for what is compared, the condition says where in it those
/// stand that may satisfy it, and a search need not look at the others.
/// </summary>
public readonly struct StoreSearch<T>
    where T : StoredElement
{
    /// <summary>Any condition.</summary>
    /// <param name="match">The condition; null for any element.</param>
    public StoreSearch(Predicate<T>? match) => Match = match;

    /// <param name="match">The condition.</param>
    /// <param name="key">Where every element stands that satisfies it.</param>
    internal StoreSearch(Predicate<T> match, IndexKey key)
    {
        Match = match;
        Key = key;
    }

    /// <summary>The condition; null for any element.</summary>
    public Predicate<T>? Match { get; }

    /// <summary>Where to look.</summary>
    internal IndexKey Key { get; }

    /// <summary>Whether an element satisfies the condition.</summary>
    public bool Matches(T element) => Match is null || Match(element);

    public static implicit operator StoreSearch<T>(Predicate<T>? match) => new(match);
}
