namespace Staple32.Certificates;

/// <summary>
/// The reasons that a distribution point or a CRL is limited to, ReasonFlags of RFC 5280 4.2.1.13: bit n of the BIT STRING
/// is <c>1 &lt;&lt; n</c>. Only when all of them have been looked at, a certificate is not revoked.
/// </summary>
[Flags]
public enum RevocationReasons
{
    None = 0,
    KeyCompromise = 1 << 1,
    AuthorityCompromise = 1 << 2,
    AffiliationChanged = 1 << 3,
    Superseded = 1 << 4,
    CessationOfOperation = 1 << 5,
    CertificateHold = 1 << 6,
    PrivilegeWithdrawn = 1 << 7,
    AttributeAuthorityCompromise = 1 << 8,
    All = KeyCompromise | AuthorityCompromise | AffiliationChanged | Superseded | CessationOfOperation | CertificateHold
        | PrivilegeWithdrawn | AttributeAuthorityCompromise,
}
