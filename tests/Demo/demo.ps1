# The main job, to be read or pasted. $server, $credential and $thumbprint are set beforehand: an address, the account,
# and the SHA-256 thumbprint of the server's self-signed certificate.

Connect-RestoreServer -Server $server -Credential $credential -CertificateThumbprint $thumbprint

Get-RestoreConnection

# What was restored in this hour and a half?
Get-RestoreSession -StartTimeFrom 2026-06-01T10:30:00Z -StartTimeTo 2026-06-01T12:00:01Z

# What failed since yesterday?
Get-RestoreSession -StartTimeFrom 2026-05-31T12:00:00Z | Where-Object Result -eq Failed | ForEach-Object Name

# What is still open, and who opened it?
Get-RestoreSession | Where-Object State -eq Working | ForEach-Object { "$($_.Workload) of $($_.Organization), by $($_.InitiatedBy)" }

# How much is there, all pages together?
(Get-RestoreSession).Count

Disconnect-RestoreServer
