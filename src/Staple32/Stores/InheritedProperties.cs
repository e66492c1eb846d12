namespace Staple32.Stores;

/// <summary>
/// Which properties pass from one element to another when a store has it already. What is computed from
/// an encoding never passes to another encoding.
/// </summary>
internal static class InheritedProperties
{
    /// <summary>For <see cref="AddDisposition.UseExisting"/>: what is not there yet is added, SHA-1 and MD5 excepted.</summary>
    public static void TakeOverMissing(PropertyBag existing, PropertyBag added, bool sameEncoding)
    {
        foreach (uint id in added.Ids)
        {
            bool isOfEncoding = id is PropertyIds.Sha1Hash or PropertyIds.Md5Hash || (!sameEncoding && ComputedProperties.Knows(id));
            if (!isOfEncoding && !existing.Contains(id))
                existing.Set(id, added.Get(id));
        }
    }

    /// <summary>For the inheriting replacements: the new element's own properties, else those of the one it replaces.</summary>
    public static void Inherit(PropertyBag added, PropertyBag replaced)
    {
        foreach (uint id in replaced.Ids)
        {
            if (!ComputedProperties.Knows(id) && !added.Contains(id))
                added.Set(id, replaced.Get(id));
        }
    }
}
