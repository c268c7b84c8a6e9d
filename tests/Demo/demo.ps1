# The main job, to be read or pasted. $server, $credential and $thumbprint are set beforehand: an address, the account, and the SHA-256 thumbprint of
# the server's self-signed certificate. $report is the file to write.

Connect-RestoreServer -Server $server -Credential $credential -CertificateThumbprint $thumbprint

Get-RestoreConnection

# What was opened in the last hour?
Get-RestoreSession -StartTimeFrom (Get-Date).AddHours(-1)

# What failed since yesterday?
Get-RestoreSession -StartTimeFrom (Get-Date).AddDays(-1) -Result Failed

# What is still open, and who opened it?
Get-RestoreSession -State Working | ForEach-Object { "$($_.Workload) of $($_.Organization), by $($_.InitiatedBy)" }

# Who restored what in the last hour, and what left the backup in another way?
Get-RestoreSession -StartTimeFrom (Get-Date).AddHours(-1) | Get-RestoreSessionEvent -Type Restore, Export, Save, Send | Sort-Object StartTime

# How much is there, all pages together?
(Get-RestoreSession).Count

# A report of the last day, to open in a browser
Export-RestoreSessionReport $report -StartTimeFrom (Get-Date).AddDays(-1) -IncludeEvent -PassThru | ForEach-Object FullName

Disconnect-RestoreServer
