namespace Staple32.Stores;

/// <summary>Which properties pass from one certificate to another when a store has the certificate already.</summary>
internal static class InheritedProperties
{
    /// <summary>For <see cref="AddDisposition.UseExisting"/>: what is not there yet is added, hashes excepted.</summary>
    public static void TakeOverMissing(PropertyBag existing, PropertyBag? added)
    {
        if (added is null || ReferenceEquals(existing, added))
            return;
        foreach (uint id in added.Ids)
        {
            if (id is not (PropertyIds.Sha1Hash or PropertyIds.Md5Hash) && !existing.Contains(id))
                existing.Set(id, added.Get(id));
        }
    }

    /// <summary>For the inheriting replacements: the new certificate's own properties, else those of the one it replaces.</summary>
    public static PropertyBag Merge(PropertyBag replaced, PropertyBag? added)
    {
        var merged = new PropertyBag();
        merged.CopyFrom(replaced, replace: true);
        // These are computed from an encoding, and it is another one now.
        foreach (uint id in (ReadOnlySpan<uint>)
            [PropertyIds.Sha1Hash, PropertyIds.Md5Hash, PropertyIds.Sha256Hash, PropertyIds.Sha1Sha256Hash, PropertyIds.KeyIdentifier])
            merged.Set(id, null);
        if (added is not null)
            merged.CopyFrom(added, replace: true);
        return merged;
    }
}
