namespace Staple32.Stores;

/// <summary>
/// What becomes of a certificate or CRL that is added to a store which has the same one (CERT_STORE_ADD_*, with the native
/// values). <see cref="CertificateStore"/> tells which are the same and which is newer.
/// </summary>
public enum AddDisposition
{
    /// <summary>The addition fails.</summary>
    New = 1,

    /// <summary>The one in the store stays and takes over the properties that it does not have.</summary>
    UseExisting = 2,

    /// <summary>The one in the store gives way.</summary>
    ReplaceExisting = 3,

    /// <summary>Both are kept.</summary>
    Always = 4,

    /// <summary>The one in the store gives way; its properties go to the new one, which keeps its own.</summary>
    ReplaceExistingInheritProperties = 5,

    /// <summary>As <see cref="ReplaceExisting"/> if the new one is newer, as <see cref="New"/> if not.</summary>
    Newer = 6,

    /// <summary>As <see cref="ReplaceExistingInheritProperties"/> if the new one is newer, as <see cref="New"/> if not.</summary>
    NewerInheritProperties = 7,
}

/// <summary>How an addition to a store ended.</summary>
public enum AddOutcome
{
    /// <summary>The element is in the store.</summary>
    Added,

    /// <summary>The store keeps the element that it had (<see cref="AddDisposition.UseExisting"/>).</summary>
    UsedExisting,

    /// <summary>Refused: the same one is there (CRYPT_E_EXISTS).</summary>
    Exists,

    /// <summary>Refused: the store cannot be written, or no member of the collection takes additions (E_ACCESSDENIED).</summary>
    ReadOnly,
}
