namespace Staple32.Stores;

/// <summary>Conditions to search a store by that hold for certificates and CRLs alike.</summary>
public static class ElementSearch
{
    /// <summary>What an enumeration shows.</summary>
    public static Predicate<StoredElement> IsNotArchived { get; } = static element => !element.Properties.Contains(PropertyIds.Archived);

    /// <summary>The property is there, set or computed.</summary>
    public static Predicate<StoredElement> ByProperty(uint id) => element => ComputedProperties.Peek(element, id) is not null;
}
