namespace Staple32.Stores;

/// <summary>
/// Which properties pass from one certificate to another when a store has the certificate already. What is computed from
/// an encoding never passes to another encoding.
/// </summary>
internal static class InheritedProperties
{
    /// <summary>For <see cref="AddDisposition.UseExisting"/>: what is not there yet is added, SHA-1 and MD5 excepted.</summary>
    public static void TakeOverMissing(PropertyBag existing, PropertyBag? added, bool sameEncoding)
    {
        if (added is null || ReferenceEquals(existing, added))
            return;
        foreach (uint id in added.Ids)
        {
            bool isOfEncoding = id is PropertyIds.Sha1Hash or PropertyIds.Md5Hash || (!sameEncoding && ComputedProperties.Knows(id));
            if (!isOfEncoding && !existing.Contains(id))
                existing.Set(id, added.Get(id));
        }
    }

    /// <summary>For the inheriting replacements: the new certificate's own properties, else those of the one it replaces.</summary>
    public static PropertyBag Merge(PropertyBag replaced, PropertyBag? added)
    {
        var merged = new PropertyBag();
        foreach (uint id in replaced.Ids)
        {
            if (!ComputedProperties.Knows(id))
                merged.Set(id, replaced.Get(id));
        }

        if (added is not null)
            merged.CopyFrom(added, replace: true);
        return merged;
    }
}
