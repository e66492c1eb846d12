namespace Staple32.Prefetch;

/// <summary>What part the OCSP directory plays for an entry.</summary>
public enum DirectoryMode
{
    None,

    /// <summary>Responses come from the directory only, never from the network.</summary>
    Read,

    /// <summary>Every accepted response is written; what is there at Open is used until the network brings something newer.</summary>
    Write,
}
